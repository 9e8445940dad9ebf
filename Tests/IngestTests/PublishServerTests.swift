import Access
import Foundation
import Logging
import MediaTesting
import Testing

@testable import Ingest

/// The server on real sockets, with FFmpeg as publisher.
@Suite(.serialized, .timeLimit(.minutes(2))) struct PublishServerTests {
    private func withServer(
        _ change: (inout PublishServer.Configuration) -> Void = { _ in },
        _ body: (PublishServer, Consumer, _ url: String) async throws -> Void
    ) async throws {
        var configuration = PublishServer.Configuration(
            endpoints: [.init(host: "127.0.0.1", port: 0)], keys: [StreamKey(secret: "secret-key")])
        change(&configuration)
        let server = try await PublishServer.start(configuration, logger: Logger(label: "test") { _ in RecordingLog() })
        let consumer = Consumer(server.eventQueue)
        do {
            try await body(server, consumer, server.endpoints[0].url(application: "live"))
        } catch {
            await server.close()
            throw error
        }
        await server.close()
    }

    /// Both inputs come before the codecs.
    private static let both: [String] =
        Array(FFmpeg.video.prefix(4)) + FFmpeg.audio.prefix(4) + FFmpeg.video.dropFirst(4) + FFmpeg.audio.dropFirst(4)

    @Test func takesPicturesAndSoundOfFFmpeg() async throws {
        try await withServer { server, consumer, url in
            let ffmpeg = try FFmpeg(Self.both + ["-t", "3"], to: "\(url)/secret-key")
            #expect(await ffmpeg.finish() == (0, ""))
            let events = await consumer.wait { !$0.ends.isEmpty }

            #expect(events.publications.map(\.keyName) == ["main"])
            #expect(events.ends == [.unpublished])
            #expect(events.videoConfigurations.map(\.codec) == [.h264])
            #expect(events.videoConfigurations[0].record[0] == 1)
            #expect(
                events.audioConfigurations == [
                    AudioConfiguration(codec: .aac, record: events.audioConfigurations[0].record)
                ])
            let metadata = events.compactMap { if case .metadata(let metadata) = $0 { metadata } else { nil } }
            #expect(metadata.first?.width == 160)
            #expect(metadata.first?.height == 120)
            #expect(metadata.first?.frameRate == 25)
            #expect(metadata.first?.encoder?.hasPrefix("Lavf") == true)

            let pictures = events.pictures
            #expect(pictures.count == 75)
            #expect(pictures.filter(\.isKeyFrame).count == 3)
            #expect(zip(pictures, pictures.dropFirst()).allSatisfy { $0.decodeTime < $1.decodeTime })
            #expect(pictures.contains { $0.compositionOffset > 0 }, "B-frames are shown out of order")
            let shown = pictures.map(\.presentationTime).sorted()
            #expect(zip(shown, shown.dropFirst()).allSatisfy { $1 - $0 == 40 })
            #expect(shown.last! - shown[0] == 74 * 40)
            #expect(pictures.allSatisfy(Self.hasWholeUnits))

            let sounds = events.sounds
            // 3 s of 1024 samples, and the encoder's start and end.
            #expect(141...143 ~= sounds.count)
            #expect(zip(sounds, sounds.dropFirst()).allSatisfy { 20...23 ~= $1.decodeTime - $0.decodeTime })

            let counters = server.counters
            #expect(counters.publications == 1)
            #expect(counters.refusals.isEmpty)
            #expect(counters.current == nil)
            #expect(counters.bytes > pictures.reduce(0) { $0 + $1.bytes.count })
        }
    }

    /// Whether the length prefixes, of four bytes, add up.
    private static func hasWholeUnits(_ picture: EncodedSample) -> Bool {
        var rest = picture.bytes[...]
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4 + length)
        }
        return rest.isEmpty
    }

    @Test func takesPicturesAlone() async throws {
        try await withServer { _, consumer, url in
            let ffmpeg = try FFmpeg(FFmpeg.video + ["-t", "1"], to: "\(url)/secret-key?token=of-a-proxy")
            #expect(await ffmpeg.finish().status == 0)
            let events = await consumer.wait { !$0.ends.isEmpty }
            #expect(events.pictures.count == 25)
            #expect(events.audioConfigurations.isEmpty && events.sounds.isEmpty)
        }
    }

    @Test func takesSoundAlone() async throws {
        try await withServer { server, consumer, url in
            let ffmpeg = try FFmpeg(FFmpeg.audio + ["-t", "1"], to: "\(url)//secret-key")
            #expect(await ffmpeg.finish().status == 0)
            let events = await consumer.wait { !$0.ends.isEmpty }
            #expect(47...49 ~= events.sounds.count)
            #expect(events.videoConfigurations.isEmpty && events.pictures.isEmpty)
        }
    }

    @Test func noticesAKilledPublisherAndTakesTheNext() async throws {
        try await withServer { _, consumer, url in
            let first = try FFmpeg(Self.both, to: "\(url)/secret-key", isPaced: true)
            await consumer.wait { $0.pictures.count >= 10 }
            first.kill9()
            await consumer.wait(10) { $0.ends == [.disconnected] }
            let second = try FFmpeg(FFmpeg.video + ["-s", "80x60", "-t", "1"], to: "\(url)/secret-key")
            #expect(await second.finish().status == 0)
            let events = await consumer.wait { $0.ends.count == 2 }
            #expect(events.publications.map(\.id) == [1, 2])
            #expect(events.videoConfigurations.count == 2)
            #expect(events.videoConfigurations[0] != events.videoConfigurations[1])
        }
    }

    @Test func letsASecondPublisherTakeOver() async throws {
        try await withServer { server, consumer, url in
            let first = try FFmpeg(FFmpeg.video, to: "\(url)/secret-key", isPaced: true)
            await consumer.wait { $0.pictures.count >= 5 }
            let second = try FFmpeg(FFmpeg.video, to: "\(url)/secret-key", isPaced: true)
            let events = await consumer.wait { events in
                let begin = events.lastIndex { if case .published = $0 { true } else { false } }
                return events.publications.count == 2 && events[begin!...].contains { [$0].pictures.count == 1 }
            }
            guard case .replaced = events.ends.first else {
                Issue.record("the first publication should have been replaced: \(events.ends)")
                return
            }
            #expect(await first.finish().status != 0)
            #expect(server.counters.takeovers == 1)
            second.kill9()
        }
    }

    @Test func tellsFFmpegThatItsKeyIsWrong() async throws {
        try await withServer { server, consumer, url in
            let ffmpeg = try FFmpeg(FFmpeg.video + ["-t", "1"], to: "\(url)/wrong-key")
            let (status, errors) = await ffmpeg.finish()
            #expect(status != 0)
            #expect(errors.contains("The stream key isn't right"))
            #expect(consumer.events.isEmpty)
            #expect(server.counters.refusals == [.wrongKey: 1])
        }
    }

    @Test func tellsFFmpegThatItsApplicationIsWrong() async throws {
        try await withServer { server, _, url in
            let ffmpeg = try FFmpeg(
                FFmpeg.video + ["-t", "1"], to: url.replacing("/live", with: "/other/secret-key"))
            let (status, errors) = await ffmpeg.finish()
            #expect(status != 0)
            #expect(errors.contains("There is no such application"))
            #expect(server.counters.refusals == [.wrongApplication: 1])
        }
    }

    @Test func losesNothingWhenTheConsumerIsLate() async throws {
        var configuration = PublishServer.Configuration(
            endpoints: [.init(host: "127.0.0.1", port: 0)], keys: [StreamKey(secret: "secret-key")])
        configuration.limits.queueBytes = 50_000
        let server = try await PublishServer.start(configuration, logger: Logger(label: "test") { _ in RecordingLog() })
        let url = server.endpoints[0].url(application: "live")
        // Pictures that don't compress, so that a few fill the eventQueue.
        let noise = [
            "-f", "lavfi", "-i", "nullsrc=s=320x240:r=25,geq=random(1)*255:128:128", "-c:v", "libx264", "-preset",
            "ultrafast", "-qp", "4", "-g", "1", "-t", "2",
        ]
        let ffmpeg = try FFmpeg(noise, to: "\(url)/secret-key", isPaced: true)
        while server.counters.consumerPauses == 0 { try await Task.sleep(for: .milliseconds(10)) }
        try await Task.sleep(for: .milliseconds(500))
        let waiting = server.eventQueue.waitingBytes
        #expect(50_000...600_000 ~= waiting, "bounded while nobody takes anything")
        let consumer = Consumer(server.eventQueue)
        #expect(await ffmpeg.finish().status == 0)
        let events = await consumer.wait { !$0.ends.isEmpty }
        #expect(events.pictures.count == 50)
        #expect(events.ends == [.unpublished])
        await server.close()
    }

    @Test func takesRTMPS() async throws {
        let certificate = try TestCertificate()
        defer { certificate.remove() }
        let files = TLSFiles(
            certificate: certificate.certificate, privateKey: certificate.privateKey)

        try await withServer {
            $0.endpoints = [
                .init(host: "127.0.0.1", port: 0, tls: files), .init(host: "127.0.0.1", port: 0),
            ]
        } _: { server, consumer, url in
            #expect(url.hasPrefix("rtmps://127.0.0.1:"))
            let ffmpeg = try FFmpeg(Self.both + ["-t", "1"], to: "\(url)/secret-key")
            #expect(await ffmpeg.finish().status == 0)
            let events = await consumer.wait { !$0.ends.isEmpty }
            #expect(events.pictures.count == 25)
            #expect(events.publications.first?.isSecure == true)
            // Denied in words here too, and TLS on the plain port as well.
            let denied = try FFmpeg(FFmpeg.video + ["-t", "1"], to: "\(url)/wrong-key")
            #expect(await denied.finish().errors.contains("The stream key isn't right"))
            let plain = server.endpoints[1].url(application: "live").replacing("rtmp:", with: "rtmps:")
            #expect(await (try FFmpeg(FFmpeg.video + ["-t", "1"], to: "\(plain)/secret-key")).finish().status != 0)
            #expect(server.counters.refusals == [.wrongKey: 1, .malformed: 1])
        }
    }

    /// From one address a thousand wrong keys and 64 connections that never finish their handshake, all at once; from another
    /// one the publisher.
    @Test func letsThePublisherInThroughAThousandWrongKeysAndSlowHandshakes() async throws {
        try await withServer { server, consumer, url in
            let port = server.endpoints[0].port
            let files = Self.openFiles
            let attack = Task.detached {
                let slow = try (0..<64).map { _ in try Stranger(port: port) }
                for index in 0..<1_000 {
                    var publisher = TestPublisher()
                    try Stranger(port: port).send(publisher.opening(name: "guess-\(index)"))
                    if index % 20 == 0 { for other in slow { other.send([3]) } }
                    if index % 50 == 0 { try await Task.sleep(for: .milliseconds(20)) }
                }
            }
            let ffmpeg = try FFmpeg(FFmpeg.video, to: "\(url)/secret-key", isPaced: true)
            await consumer.wait { $0.pictures.count >= 10 }
            try await attack.value
            let before = consumer.events.pictures.count
            await consumer.wait { $0.pictures.count >= before + 10 }
            #expect(consumer.events.ends.isEmpty)
            #expect(consumer.events.publications.count == 1)
            ffmpeg.kill9()

            // All of them are gone, or turned away, and nothing of them is left. Some may not have been looked at yet.
            try await waitUntil("all have come and gone") {
                let counters = server.counters
                return counters.connections == 0 && counters.connectionsAccepted >= 1_000 + 64 + 1
            }
            let counters = server.counters
            #expect(counters.connections == 0)
            #expect(counters.connectionsAccepted == 1_000 + 64 + 1)
            #expect(counters.publications == 1)
            #expect((counters.refusals[.wrongKey] ?? 0) + (counters.refusals[.connectionLimit] ?? 0) > 0)
            // Other tests of this process open some as well; the strangers were a thousand.
            #expect(Self.openFiles < files + 500, "\(files) → \(Self.openFiles) open files")
        }
    }

    /// Of this process, which is the server's too.
    private static var openFiles: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    @Test func endsThePublicationWhenItCloses() async throws {
        var consumer: Consumer?
        var ffmpeg: FFmpeg?
        try await withServer { _, taker, url in
            consumer = taker
            ffmpeg = try FFmpeg(FFmpeg.video, to: "\(url)/secret-key", isPaced: true)
            await taker.wait { $0.pictures.count >= 2 }
        }
        await consumer?.wait(10) { $0.ends == [.serverClosed] }
        #expect(await ffmpeg?.finish().status != 0)
    }

    @Test func saysWhyItCannotListen() async throws {
        try await withServer { server, _, _ in
            let error = await #expect(throws: PublishServerError.self) {
                try await PublishServer.start(
                    .init(endpoints: server.endpoints, keys: [StreamKey(secret: "k")]),
                    logger: Logger(label: "test") { _ in RecordingLog() })
            }
            #expect(error?.code == .cannotListen)
            let port = server.endpoints[0].port
            #expect(error?.message.contains("port \(port): Address already in use. Is another program") == true)
        }
        let files = TLSFiles(certificate: "/nowhere/cert.pem", privateKey: "/nowhere/key.pem")
        let error = await #expect(throws: PublishServerError.self) {
            try await PublishServer.start(
                .init(endpoints: [.init(host: "127.0.0.1", port: 0, tls: files)], keys: [StreamKey(secret: "k")]),
                logger: Logger(label: "test") { _ in RecordingLog() })
        }
        #expect(error?.code == .badCertificate)
        #expect(error?.message.contains("/nowhere/cert.pem") == true)
    }
}
