import Access
import Broadcast
import FFmpegKit
import Foundation
import Ingest
import Logging
import MediaTesting
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Delivery

/// The real way over sockets: to our own server, and to peers that don't behave.
@Suite(.serialized, .timeLimit(.minutes(1))) struct RTMPLinkTests {
    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func server(_ tls: TLSFiles? = nil) async throws -> PublishServer {
        let configuration = PublishServer.Configuration(
            endpoints: [.init(host: "127.0.0.1", port: 0, tls: tls)], keys: [StreamKey(secret: "se?same&x=1")])
        return try await PublishServer.start(configuration, logger: logger)
    }

    private static func check(_ url: String, key: String = "se?same&x=1", trust: PushTrust? = nil) async throws
        -> PushCheck.Report
    {
        let order = try DestinationOrder(only: url)
        let check = try PushCheck(order, DestinationSecrets(key: key), trust: trust ?? PushTrust())
        return try await check.run(stop: Interrupt())
    }

    /// Takes what a server's publishers send, on a thread of its own.
    private final class Taker: Sendable {
        private let events = Mutex<[IngestEvent]>([])

        init(_ queue: IngestEventQueue) {
            Thread.detachNewThread { [self] in
                while let event = queue.next() { events.withLock { $0.append(event) } }
            }
        }

        var all: [IngestEvent] { events.withLock { $0 } }
        var pictures: [EncodedSample] { all.compactMap { if case .video(let unit) = $0 { unit } else { nil } } }
        var sounds: [EncodedSample] { all.compactMap { if case .audio(let unit) = $0 { unit } else { nil } } }
    }

    @Test func sendsAWholeProgrammeWithTimesFromZero() async throws {
        let server = try await Self.server()
        let taker = Taker(server.eventQueue)
        let report = try await Self.check("rtmp://127.0.0.1:\(server.endpoints[0].port)/live")
        #expect(report.failure == nil)
        #expect(report.answer == "NetStream.Publish.Start, The stream is on air.")
        #expect(report.bytes > 10_000)
        try await waitUntil("the end") {
            taker.all.contains { if case .ended(.unpublished) = $0 { true } else { false } }
        }
        let (pictures, sounds) = (taker.pictures, taker.sounds)
        #expect(pictures.count == 90, "the last of them too")
        #expect(pictures.first?.isKeyFrame == true)
        #expect(pictures.first?.decodeTime == 0)
        #expect(pictures.filter(\.isKeyFrame).count == 2)
        #expect(try #require(sounds.first).decodeTime < 60)
        #expect(abs(try #require(sounds.last).decodeTime - pictures.last!.decodeTime) < 150)
        let shown = pictures.map(\.presentationTime).sorted()
        #expect(zip(shown, shown.dropFirst()).allSatisfy { 33...34 ~= $1 - $0 })
        await server.close()
    }

    @Test func saysThatTheKeyIsRefused() async throws {
        let server = try await Self.server()
        let report = try await Self.check("rtmp://127.0.0.1:\(server.endpoints[0].port)/live", key: "wrong-sesame")
        #expect(report.answer == nil)
        #expect(report.failure?.kind == .refused)
        #expect(report.failure?.words.contains("sesame") == false)
        await server.close()
    }

    @Test func verifiesTheCertificateAndItsName() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        let server = try await Self.server(
            .init(certificate: certificate.certificate, privateKey: certificate.privateKey))
        let port = server.endpoints[0].port
        let trust = try PushTrust(file: certificate.certificate)

        let unknown = try await Self.check("rtmps://localhost:\(port)/live")
        #expect(
            unknown.failure?.words
                == "its certificate is signed by nobody whom this machine knows, or has expired; --push-ca names others"
        )
        let wrongName = try await Self.check("rtmps://127.0.0.1:\(port)/live", trust: trust)
        #expect(wrongName.failure?.words == "its certificate is for another name than 127.0.0.1")
        let right = try await Self.check("rtmps://localhost:\(port)/live", trust: trust)
        #expect(right.failure == nil)
        #expect(right.answer != nil)
        await server.close()

        let plain = try await Self.server()
        let report = try await Self.check("rtmps://localhost:\(plain.endpoints[0].port)/live", trust: trust)
        #expect(report.failure != nil)
        await plain.close()
    }

    @Test func saysThatNobodyIsThere() async throws {
        let (descriptor, port) = LoopbackSocket.refuse()
        defer { close(descriptor) }
        let report = try await Self.check("rtmp://127.0.0.1:\(port)/live")
        #expect(report.failure?.words == "it can't be reached: Connection refused")
    }

    /// A peer that answers whoever comes with the same bytes, and closes the connection or doesn't.
    private func withPeer(
        saying bytes: [UInt8], closes: Bool, _ body: (_ port: Int) async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                // Once it is active.
                channel.eventLoop.execute {
                    channel.writeAndFlush(ByteBuffer(bytes: bytes)).whenComplete { _ in
                        if closes { channel.close(promise: nil) }
                    }
                }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body(channel.localAddress?.port ?? 0)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    @Test func saysWhatAStrangerIs() async throws {
        try await withPeer(saying: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), closes: false) { port in
            let report = try await Self.check("rtmp://127.0.0.1:\(port)/live")
            #expect(report.failure?.words.contains("it answers with text, perhaps HTTP") == true)
        }
        try await withPeer(saying: [3], closes: true) { port in
            let report = try await Self.check("rtmp://127.0.0.1:\(port)/live")
            #expect(report.failure?.kind == .away)
        }
    }

    @Test func letsGoOfAServerThatTalksTooMuch() async throws {
        let handshake = [UInt8]([3]) + [UInt8](repeating: 1, count: 2 * 1_536)
        // Acknowledgements without end.
        let chunk: [UInt8] = [2, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1]
        let flood = handshake + (0..<200_000).flatMap { _ in chunk }
        try await withPeer(saying: flood, closes: false) { port in
            let report = try await Self.check("rtmp://127.0.0.1:\(port)/live")
            #expect(report.failure?.words == "it sends more than a server of RTMP has to say")
        }
    }
}
