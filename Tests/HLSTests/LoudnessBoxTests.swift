import HLS
import HLSTesting
import Testing

@Suite struct LoudnessBoxTests {
    /// Bit by bit by ISO/IEC 14496-12 12.2.7.3 and ISO/IEC 23003-4.
    @Test func writesItsFields() {
        let box = LoudnessBox(loudness: -16, truePeak: -1, reliability: .measured)
        let expected: [UInt8] =
            [0, 0, 0, 30] + Array("ludt".utf8) + [0, 0, 0, 22] + Array("tlou".utf8) + [0, 0, 0, 0]
            // 3, 7 and 6 bits of nothing, 12 of a peak that isn't said; 672 in 12 bits; system 2, reliability 3
            + [0, 0, 0, 0x02, 0xA0, 0x23]
            // One measurement: method 1, 167, system 2, reliability 3.
            + [1, 1, 167, 0x23]
        #expect(box.bytes == expected)
    }

    @Test func keepsWithinItsFields() {
        #expect(LoudnessBox(loudness: -90, truePeak: 30, reliability: .reported).bytes.dropLast().last == 0)
        #expect(LoudnessBox(loudness: 20, truePeak: -200, reliability: .reported).bytes.dropLast().last == 255)
    }

    /// The section is as it was, with the box in the track's user data, and reads as before.
    @Test func isAddedToASection() throws {
        let section = BoxBuilder.audio()
        let box = LoudnessBox(loudness: -23, truePeak: -3.5, reliability: .measured)
        let once = try box.added(to: section)
        #expect(once.count == section.count + 8 + box.bytes.count)
        #expect(try InitialisationSegment(once) == InitialisationSegment(section))
        #expect(once.contains(box.bytes))
        // Where there is user data, it is added to that.
        let twice = try box.added(to: once)
        #expect(twice.count == once.count + box.bytes.count)
        #expect(try InitialisationSegment(twice) == InitialisationSegment(section))
    }

    @Test func isAddedToNothingElse() {
        let box = LoudnessBox(loudness: -16, truePeak: -1, reliability: .measured)
        #expect(throws: BoxError.self) { try box.added(to: []) }
        #expect(throws: BoxError.self) { try box.added(to: BoxBuilder.box("moov")) }
        let section = BoxBuilder.audio()
        #expect(throws: BoxError.self) { try box.added(to: Array(section.dropLast())) }
    }
}
