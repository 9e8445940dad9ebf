import MediaModel
import Testing

@Suite struct AVCConfigurationRecordTests {
    /// As x264 writes them for two or three B pictures; the expected byte is where ffmpeg's trace_headers finds the number.
    @Test(
        arguments: [
            (
                "6764000dacd941419f9f0110000003001000000303c0f1429960",
                "6764000dacd941419f9f0110000003001000000303c0f1429160"
            ),
            (
                "674d400deca0a0cfcf8088000003000800000301e078a14cb0",
                "674d400deca0a0cfcf8088000003000800000301e078a148b0"
            ),
            // The shape of samples, colours, a constant bit rate.
            (
                "6764000dacd941419f9f0ea5010101a50000030001000003003c602001e840007a13930c01e28532c0",
                "6764000dacd941419f9f0ea5010101a50000030001000003003c602001e840007a13930c01e28522c0"
            ),
        ])
    func announcesOneInsteadOfTwo(set: String, expected: String) {
        let changed = AVCConfigurationRecord.withOneReorderedPicture(record([bytes(set)]))
        #expect(changed == record([bytes(expected)]))
        // Once is enough.
        #expect(changed.flatMap { AVCConfigurationRecord.withOneReorderedPicture($0) } == nil)
    }

    @Test(arguments: [
        // No B pictures: none is reordered.
        "6742c00dda05067e7c0440000003004000000f03c50aa8",
        // The same as above without a word on restrictions.
        "6742c00dda05067e7c0440000003004000000f03c502",
        // Not a sequence parameter set.
        "6864000dacd941419f9f0110000003001000000303c0f1429960",
        "67", "",
    ])
    func leavesOthersAlone(set: String) {
        #expect(AVCConfigurationRecord.withOneReorderedPicture(record([bytes(set)])) == nil)
    }

    @Test func leavesSeveralSetsAlone() {
        let set = bytes("6764000dacd941419f9f0110000003001000000303c0f1429960")
        #expect(AVCConfigurationRecord.withOneReorderedPicture(record([set, set])) == nil)
    }

    /// Every syntax element that may stand before the number does.
    @Test func readsPastAllThatMayStandBefore() throws {
        let set = LongParameterSet()
        let changed = try #require(AVCConfigurationRecord.withOneReorderedPicture(record([set.bytes(reordered: 2)])))
        #expect(changed == record([set.bytes(reordered: 1)]))
        for other in [0, 1, 3, 4] as [UInt32] {
            #expect(AVCConfigurationRecord.withOneReorderedPicture(record([set.bytes(reordered: other)])) == nil)
        }
    }

    /// Hostile records: each cut at every length, each bit turned over.
    @Test func damageIsNeverRead() {
        let whole = record([LongParameterSet().bytes(reordered: 2)])
        for length in 0..<whole.count {
            _ = AVCConfigurationRecord.withOneReorderedPicture(Array(whole.prefix(length)))
            var record = whole
            for bit in 0..<8 {
                record[length] = whole[length] ^ 1 << UInt8(bit)
                let changed = AVCConfigurationRecord.withOneReorderedPicture(record)
                #expect(changed == nil || changed?.count == record.count)
            }
        }
        // A set that says it is longer than its record, and a number of more zeros than any has.
        #expect(AVCConfigurationRecord.withOneReorderedPicture(Array(whole.prefix(20))) == nil)
        let zeros = bytes("6764000d") + [UInt8](repeating: 1, count: 1) + [UInt8](repeating: 0, count: 60)
        #expect(AVCConfigurationRecord.withOneReorderedPicture(record([zeros])) == nil)
    }

    private func record(_ sets: [[UInt8]]) -> [UInt8] {
        var record: [UInt8] = [1, 0x64, 0, 13, 0xff, 0xe0 | UInt8(sets.count)]
        for set in sets { record += [UInt8(set.count >> 8), UInt8(set.count & 255)] + set }
        // One picture parameter set.
        return record + [1, 0, 4, 0x68, 0xce, 0x0f, 0xc8]
    }

    private func bytes(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A sequence parameter set with every optional part, written by H.264's syntax tables (7.3.2.1.1, E.1.1, E.1.2).
private struct LongParameterSet {
    func bytes(reordered: UInt32) -> [UInt8] {
        var bits = Bits()
        bits.put(0x67, 8)
        bits.put(244, 8)
        bits.put(0, 8)
        bits.put(31, 8)
        bits.unsigned(0)
        // 4:4:4 in separate planes; eight bits; scaling lists, of which the second and the seventh are written out.
        bits.unsigned(3)
        bits.put(1, 1)
        bits.unsigned(0)
        bits.unsigned(0)
        bits.flags(0, 1)
        for list in 0..<12 {
            bits.put(list == 1 || list == 6 ? 1 : 0, 1)
            if list == 1 { for delta in 0..<16 { bits.signed(delta % 2 == 0 ? 3 : -2) } }
            // From 8 to 0, where the list ends.
            if list == 6 { bits.signed(-8) }
        }
        bits.unsigned(4)
        // Picture order by a cycle of three.
        bits.unsigned(1)
        bits.put(0, 1)
        bits.signed(-1)
        bits.signed(2)
        bits.unsigned(3)
        for offset in [1, -5, 300] { bits.signed(offset) }
        bits.unsigned(4)
        bits.put(0, 1)
        bits.unsigned(79)
        bits.unsigned(22)
        // Fields, and eight rows cut off.
        bits.flags(0, 1, 1, 1)
        for edge in [0, 0, 0, 4] as [UInt32] { bits.unsigned(edge) }
        bits.flags(1, 1)
        bits.put(255, 8)
        bits.put(4, 16)
        bits.put(3, 16)
        bits.put(0b11, 2)
        bits.put(1, 1)
        bits.put(0b1010, 4)
        bits.put(1, 1)
        bits.put(0x010101, 24)
        bits.put(1, 1)
        bits.unsigned(0)
        bits.unsigned(2)
        bits.put(1, 1)
        bits.put(1, 32)
        bits.put(60, 32)
        bits.put(1, 1)
        for count in [0, 1] as [UInt32] {
            bits.put(1, 1)
            bits.unsigned(count)
            bits.put(0x21, 8)
            for _ in 0...count {
                bits.unsigned(1234)
                bits.unsigned(70_000)
                bits.put(1, 1)
            }
            bits.put(0xabcde, 20)
        }
        bits.flags(0, 1, 1, 1)
        for limit in [2, 1, 16, 16] as [UInt32] { bits.unsigned(limit) }
        bits.unsigned(reordered)
        bits.unsigned(4)
        return bits.unit
    }

    private struct Bits {
        private var bits: [UInt8] = []

        mutating func put(_ value: UInt32, _ count: Int) {
            for place in (0..<count).reversed() { bits.append(UInt8(value >> UInt32(place) & 1)) }
        }

        mutating func flags(_ values: UInt32...) {
            for value in values { put(value, 1) }
        }

        mutating func unsigned(_ value: UInt32) {
            let length = 32 - (value + 1).leadingZeroBitCount
            put(0, length - 1)
            put(value + 1, length)
        }

        mutating func signed(_ value: Int) { unsigned(UInt32(value > 0 ? 2 * value - 1 : -2 * value)) }

        /// With the stop bit, and emulation prevention (7.3.1).
        var unit: [UInt8] {
            var all = bits + [1]
            while all.count % 8 != 0 { all.append(0) }
            var unit: [UInt8] = []
            for start in stride(from: 0, to: all.count, by: 8) {
                let byte = all[start..<start + 8].reduce(0) { $0 << 1 | $1 }
                if byte <= 3, unit.suffix(2) == [0, 0] { unit.append(3) }
                unit.append(byte)
            }
            return unit
        }
    }
}
