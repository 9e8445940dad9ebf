import HLS
import HLSTesting
import MediaModel
import Testing

@Suite struct InitialisationSegmentTests {
    @Test func readsVideo() throws {
        let segment = try InitialisationSegment(BoxBuilder.video(width: 720, height: 1280))
        #expect(segment.timescale == 30_000)
        #expect(
            segment.content
                == .video(size: PixelSize(width: 720, height: 1280), decoderConfiguration: BoxBuilder.avcRecord()))
        #expect(try segment.codecString() == "avc1.64001f")
        #expect(segment.time(48_000) == .milliseconds(1_600))
    }

    @Test func readsAudio() throws {
        let segment = try InitialisationSegment(BoxBuilder.audio(config: [0x11, 0x90, 0x56, 0xe5, 0]))
        #expect(
            segment.content
                == .audio(channelCount: 2, sampleRate: 48_000, audioSpecificConfig: [0x11, 0x90, 0x56, 0xe5, 0]))
        #expect(try segment.codecString() == "mp4a.40.2")
    }

    @Test(arguments: [0, 999, 10_000_001]) func refusesATimescaleOutOfRange(timescale: Int) {
        let error = #expect(throws: BoxError.self) {
            try InitialisationSegment(BoxBuilder.video(width: 2, height: 2, timescale: timescale))
        }
        #expect(error?.path == "moov/trak/mdia/mdhd")
    }

    @Test func refusesOtherCodecsAndOtherNumbersOfTracks() {
        let other = BoxBuilder.initialisation(
            timescale: 30_000, sampleEntry: BoxBuilder.box("hvc1", BoxBuilder.zeros(80)))
        #expect(throws: BoxError.self) { try InitialisationSegment(other) }
        #expect(throws: BoxError(path: "moov", offset: 0, message: "0 trak boxes in it")) {
            try InitialisationSegment(BoxBuilder.box("moov"))
        }
        #expect(throws: BoxError(path: "", offset: 0, message: "no moov in 0 bytes")) { try InitialisationSegment([]) }
    }

    @Test func survivesEveryFlippedBitAndEveryTruncation() {
        for good in [BoxBuilder.video(width: 720, height: 1280), BoxBuilder.audio()] {
            for offset in good.indices {
                for bit in 0..<8 {
                    var bytes = good
                    bytes[offset] ^= 1 << UInt8(bit)
                    if let segment = try? InitialisationSegment(bytes) { _ = try? segment.codecString() }
                }
                #expect(throws: BoxError.self) { try InitialisationSegment(Array(good.prefix(offset))) }
            }
        }
    }
}
