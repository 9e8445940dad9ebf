import MediaModel
import Testing

@Suite struct AnnexBTests {
    private static let record: [UInt8] = [
        1, 100, 0, 31, 0xff, 0xe1, 0, 3, 0x67, 1, 2, 1, 0, 2, 0x68, 9, 0xfd, 0xf8, 0xf8, 0,
    ]

    @Test func readsParameterSets() {
        #expect(AnnexB.parameterSets(of: Self.record) == [0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x68, 9])
    }

    @Test func neverReadsBeyondARecord() {
        for count in 0..<16 { #expect(AnnexB.parameterSets(of: Array(Self.record.prefix(count))) == nil) }
        // Lengths of two bytes.
        var short = Self.record
        short[4] = 0xfd
        #expect(AnnexB.parameterSets(of: short) == nil)
    }

    @Test func putsStartCodesInThePlaceOfLengths() {
        #expect(
            AnnexB.picture(lengthPrefixed: [0, 0, 0, 2, 0x65, 7, 0, 0, 0, 1, 0x41]) == [
                0, 0, 0, 1, 0x65, 7, 0, 0, 0, 1, 0x41,
            ])
    }

    @Test(
        arguments: [[0, 0, 0], [0, 0, 0, 2, 1], [0, 0, 0, 0, 0, 0, 0, 1, 1], [0xff, 0xff, 0xff, 0xff, 1]] as [[UInt8]])
    func refusesLengthsThatDoNotAddUp(bytes: [UInt8]) {
        #expect(AnnexB.picture(lengthPrefixed: bytes) == nil)
    }
}
