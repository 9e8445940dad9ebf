import Access
import AsyncHTTPClient
import Foundation
import HLS
import Logging
import MediaModel
import MediaTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

@testable import Broadcast
@testable import Origin
@testable import Service

/// A broadcast of made-up bytes behind a real server on a free port. Parts come when a test adds them.
final class TestOrigin: Sendable {
    final class Clock: Sendable { let now = Mutex(ContinuousClock.now) }
    final class Wish: Sendable { let isStopping = Mutex(false) }
    static let video = 0
    static let audio = 1
    /// Stands still, unless a test moves it: nobody who asks for a playlist waits for the next part of it.
    let clock: Clock
    /// Of whoever asks the programme to end.
    let wish: Wish
    let origin: Origin
    private let hasFolder: Bool
    let server: OriginServer
    private let partCount = Mutex(0)
    let constants = BroadcastConstants(grid: PartGrid(frameRate: FrameRate(framesPerSecond: 30)!, latency: .low))

    /// - Parameter begins: Whether the programme begins at once.
    init(
        limits: OriginServer.Limits = .init(), folder: String? = nil, window: MediaTime = .seconds(60),
        begins: Bool = true,
        tls: TLSFiles? = nil, publicURL: String? = nil, admission: ViewerAdmission? = nil
    ) async throws {
        let clock = Clock()
        let wish = Wish()
        (self.clock, self.wish) = (clock, wish)
        origin = Origin(memoryWindow: .zero) { clock.now.withLock { $0 } }
        hasFolder = folder != nil
        var configuration = OriginServer.Configuration(host: "127.0.0.1", port: 0, tls: tls)
        configuration.limits = limits
        configuration.admission = admission
        configuration.publicAddress = publicURL.flatMap { PublicAddress($0) }
        server = try await OriginServer.start(
            configuration, origin: origin,
            readiness: Readiness(isStopping: { wish.isStopping.withLock { $0 } }), logger: Logger(label: "test"))
        if begins { begin(folder: folder, window: window) }
    }

    var address: String { server.url }
    var port: Int { Int(address.split(separator: ":").last ?? "") ?? 0 }

    func begin(folder: String? = nil, window: MediaTime = .seconds(60)) {
        let rung = Rung(size: PixelSize(width: 360, height: 640), bitRate: 700_000)
        let timeline = TimelinePlan(
            tracks: [.video(rung), .audio], constants: constants, run: "run", window: window, continuation: nil)
        origin.begin(
            timeline, start: ProgramDateTime(millisecondsSince1970: 1_800_000_000_000), folder: folder)
        for rendition in [Self.video, Self.audio] {
            origin.setInitialisation(Array("init \(rendition)".utf8), of: rendition)
        }
        origin.setMultivariant(Array("#EXTM3U\n".utf8), tag: "master")
    }

    func advance(_ time: Duration) { clock.now.withLock { $0 += time } }

    /// Adds a part of both renditions: a thousand and some bytes of the same letter, `a` for the first.
    func addParts(_ count: Int = 1) {
        for _ in 0..<count {
            let count = partCount.withLock { count in
                defer { count += 1 }
                return count
            }
            let next = PartPosition(mediaSequence: count / 3, part: count % 3)
            let bytes = Self.bytes(next)
            let part = LivePart(
                duration: constants.grid.partDuration, isIndependent: next.part == 0, byteCount: bytes.count,
                payload: bytes, iFrameRange: next.part == 0 ? 0..<100 : nil)
            origin.add([(Self.video, part), (Self.audio, part)])
            guard hasFolder, next.part == 2 else { continue }
            for rendition in [Self.video, Self.audio] {
                origin.noteOnDisk(next.mediaSequence, isLost: false, of: rendition)
            }
        }
    }

    static func bytes(_ position: PartPosition) -> [UInt8] {
        let number = position.mediaSequence * 3 + position.part
        return Array(repeating: UInt8(ascii: "a") + UInt8(number % 26), count: 1_000 + number)
    }

    func request(
        _ path: String, method: HTTPMethod = .GET, _ fields: [(String, String)] = []
    ) async throws -> (status: Int, fields: HTTPHeaders, body: [UInt8]) {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        request.headers = HTTPHeaders(fields)
        let response = try await Self.client.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (Int(response.status.code), response.headers, Array(body.readableBytesView))
    }

    /// Waits for something that the server knows, for ten seconds at most.
    func waitUntil(_ isSo: (OriginServer) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while !isSo(server), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
        guard isSo(server) else { throw CancellationError() }
    }

    /// Waits until so many requests wait for what isn't there yet.
    func waitUntil(waiting count: Int) async throws {
        try await waitUntil { $0.statistics.waiting.load(ordering: .relaxed) == count }
    }

    func text(_ path: String) async throws -> String {
        String(decoding: try await request(path).body, as: UTF8.self)
    }

    /// Doesn't undo compression, so that tests see what is sent. Lasts as long as the tests.
    private static let client = HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup)

    /// Runs a test with a broadcast, and closes it afterwards.
    static func with(
        limits: OriginServer.Limits = .init(), folder: String? = nil, window: MediaTime = .seconds(60),
        begins: Bool = true,
        tls: TLSFiles? = nil, publicURL: String? = nil, _ body: (TestOrigin) async throws -> Void
    ) async throws {
        let test = try await TestOrigin(
            limits: limits, folder: folder, window: window, begins: begins, tls: tls, publicURL: publicURL)
        do {
            try await body(test)
        } catch {
            await test.server.close()
            throw error
        }
        await test.server.close()
    }
}

/// A connection that may send whatever it likes.
final class RawConnection: @unchecked Sendable {
    // Sendable, as one test uses it at a time.
    private let descriptor: Int32
    private let begin = ContinuousClock.now
    /// From the connection to the end of ``receive(until:)``, as the thread that reads knows it: no test that waits for others
    /// adds to it.
    private(set) var lifetime = Duration.zero

    init(port: Int) throws {
        guard let descriptor = LoopbackSocket.connect(port: port, receiveTimeout: 20, sendTimeout: 1) else {
            throw POSIXError(.ECONNREFUSED)
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Returns whether all was sent.
    @discardableResult
    func send(_ text: String) -> Bool { LoopbackSocket.send(text.utf8, to: descriptor) }

    /// What comes until the server closes, or a text has come. On a thread of its own, as it blocks.
    func receive(until end: String? = nil) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var received: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let count = recv(self.descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    received += buffer[..<count]
                    if let end, String(decoding: received, as: UTF8.self).contains(end) { break }
                }
                self.lifetime = ContinuousClock.now - self.begin
                continuation.resume(returning: String(decoding: received, as: UTF8.self))
            }
        }
    }
}

extension TestCertificate {
    var tlsFiles: TLSFiles { .init(certificate: certificate, privateKey: privateKey) }
}
