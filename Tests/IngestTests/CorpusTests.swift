import Foundation
import Testing

@testable import Ingest

/// Recordings of real publishers, and what odd ones send, written by hand; the fuzzer starts from them too. A byte for the
/// fuzzer, then what came after the handshake, cut off after 6000 bytes.
@Suite struct CorpusTests {
    @Test(
        arguments: [
            ("ffmpeg5-h264-aac", .h264, .aac), ("ffmpeg9-hevc-aac", .hevc, .aac), ("ffmpeg9-av1-opus", .av1, .opus),
            ("ffmpeg9-tracks", .h264, .aac), ("gstreamer-rtmp2", .h264, .aac), ("librtmp-h264", .h264, .aac),
        ] as [(String, VideoCodec, AudioCodec)])
    func takes(name: String, video: VideoCodec, audio: AudioCodec) throws {
        let (outputs, dropped) = try run(name)
        #expect(dropped.isEmpty)
        let events = outputs.media
        #expect(events.videoConfigurations.map(\.codec) == [video])
        #expect(events.audioConfigurations.map(\.codec) == [audio])
        #expect(!events.pictures.isEmpty || !events.sounds.isEmpty)
        #expect(events.pictures.first?.isKeyFrame != false)
    }

    struct Odd: Sendable {
        var name: String
        var pictures: Int
        var sounds: Int
        var audioConfigurations = 1
        var dropped: [DropReason: Int] = [:]
    }

    @Test(arguments: [
        Odd(name: "librtmp-pong", pictures: 13, sounds: 21),
        Odd(
            name: "odd-messages", pictures: 10, sounds: 17,
            dropped: [.malformed: 9, .configuration: 2, .codec: 2, .metadata: 1, .unexpected: 2, .unknown: 2]),
        Odd(name: "adts", pictures: 16, sounds: 36, audioConfigurations: 2),
        Odd(name: "repeated-headers", pictures: 9, sounds: 15),
    ])
    func takesWhatIsGoodOf(_ odd: Odd) throws {
        let (outputs, dropped) = try run(odd.name)
        #expect(outputs.media.pictures.count == odd.pictures)
        #expect(outputs.media.sounds.count == odd.sounds)
        #expect(outputs.media.videoConfigurations.count == 1)
        #expect(outputs.media.audioConfigurations.count == odd.audioConfigurations)
        #expect(dropped == odd.dropped)
    }

    private func run(_ name: String) throws -> (outputs: [PublishSession.Output], dropped: [DropReason: Int]) {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus/\(name).rtmp")
        let bytes = TestPublisher.handshake + Array(try Data(contentsOf: file).dropFirst())
        let now = ContinuousClock.now
        var session = PublishSession.make()
        let outputs = session.run(bytes, at: now)
        #expect(outputs.refusal == nil)
        for size in [1, 100] {
            var other = PublishSession.make()
            #expect(other.run(bytes, inPiecesOf: size, at: now) == outputs)
        }
        return (outputs, session.dropped.counts)
    }
}
