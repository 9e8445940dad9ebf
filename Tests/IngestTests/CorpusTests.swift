import Foundation
import Testing

@testable import Ingest

/// Recordings of real publishers, which the fuzzer starts from too: a byte for the fuzzer, then what came after the
/// handshake, cut off after 6000 bytes.
@Suite struct CorpusTests {
    @Test(
        arguments: [
            ("ffmpeg5-h264-aac", .h264, .aac), ("ffmpeg9-hevc-aac", .hevc, .aac), ("ffmpeg9-av1-opus", .av1, .opus),
            ("ffmpeg9-tracks", .h264, .aac), ("gstreamer-rtmp2", .h264, .aac), ("librtmp-h264", .h264, .aac),
        ] as [(String, VideoCodec, AudioCodec)])
    func takes(name: String, video: VideoCodec, audio: AudioCodec) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus/\(name).rtmp")
        let bytes = TestPublisher.handshake + Array(try Data(contentsOf: file).dropFirst())
        let now = ContinuousClock.now
        var session = PublishSession.make()
        let outputs = session.run(bytes, at: now)
        #expect(outputs.refusal == nil)
        #expect(session.counts.unitsWithoutConfiguration == 0)
        let events = outputs.media
        #expect(events.videoConfigurations.map(\.codec) == [video])
        #expect(events.audioConfigurations.map(\.codec) == [audio])
        #expect(!events.pictures.isEmpty || !events.sounds.isEmpty)
        #expect(events.pictures.first?.isKeyFrame != false)

        for size in [1, 100] {
            var other = PublishSession.make()
            #expect(other.run(bytes, inPiecesOf: size, at: now) == outputs)
        }
    }
}
