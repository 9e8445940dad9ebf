import Testing

@testable import Ingest

@Suite struct TimestampUnwrapperTests {
    @Test(
        arguments: [
            ([0, 40, 80], [0, 40, 80]),
            ([4_294_966_296, 4_294_967_290, 4, 1_004], [4_294_966_296, 4_294_967_290, 4_294_967_300, 4_294_968_300]),
            // Sound and pictures cross the wrap in turn.
            ([4_294_967_290, 3, 4_294_967_293, 20], [4_294_967_290, 4_294_967_299, 4_294_967_293, 4_294_967_316]),
            // Ten seconds forth and back.
            ([1_000, 11_000, 1_000], [1_000, 11_000, 1_000]),
            ([5, 4_294_967_286], [5, -10]),
            // FFmpeg's clock of 31 bits.
            (
                [2_147_483_640, 5, 2_147_483_645, 45, 85],
                [2_147_483_640, 2_147_483_653, 2_147_483_645, 2_147_483_693, 2_147_483_733]
            ),
        ] as [([UInt32], [Int64])])
    func unwraps(timestamps: [UInt32], expected: [Int64]) {
        var unwrapper = TimestampUnwrapper()
        #expect(timestamps.map { unwrapper.unwrap($0) } == expected)
    }

    @Test func goesOnForYears() {
        var unwrapper = TimestampUnwrapper()
        var time: Int64 = 0
        for _ in 0..<100 {
            time += 1 << 30
            _ = unwrapper.unwrap(UInt32(truncatingIfNeeded: time - (1 << 30)))
        }
        #expect(unwrapper.unwrap(UInt32(truncatingIfNeeded: time)) == time)
    }
}
