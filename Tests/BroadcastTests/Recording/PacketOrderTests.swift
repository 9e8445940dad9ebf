import Testing

@testable import Broadcast

private let millisecond: Int64 = 1_000_000

@Suite struct PacketOrderTests {
    /// Each packet's decoding and presentation time before and after, in milliseconds; `nil` for a jump.
    private static func settle(_ times: [(Int64, Int64)]) -> [[Int64]?] {
        var order = PacketOrder()
        return times.map { decoding, presentation in
            switch order.settle(decoding: decoding * millisecond, presentation: presentation * millisecond) {
            case .times(let decoding, let presentation): [decoding / millisecond, presentation / millisecond]
            case .jump: nil
            }
        }
    }

    @Test func keepsTimesThatAContainerTakes() {
        let times: [(Int64, Int64)] = [(5_000, 5_067), (5_033, 5_167), (5_067, 5_100), (5_100, 5_133), (9_000, 9_000)]
        #expect(Self.settle(times) == times.map { [$0.0, $0.1] })
    }

    @Test func spreadsPacketsOfOneInstant() {
        #expect(Self.settle([(10, 10), (10, 10), (8, 8), (40, 40)]) == [[10, 10], [11, 11], [12, 12], [40, 40]])
    }

    /// Some encoders write the time of presentation as that of decoding, and negative offsets from it.
    @Test func decodesEarlierWherePicturesAreDatedBeforeTheirDecoding() {
        let settled = Self.settle([(100, 100), (133, 233), (166, 133), (200, 166), (233, 366), (266, 233)])
        // Once, where that is found out, a picture is a millisecond late.
        #expect(settled.map { $0?[1] } == [100, 233, 134, 166, 366, 233])
        #expect(settled.allSatisfy { $0![0] <= $0![1] })
        #expect(zip(settled, settled.dropFirst()).allSatisfy { $0![0] < $1![0] })
    }

    @Test(arguments: [-501, -600_000, 3_600_001] as [Int64])
    func takesAStepThatIsNoJitterForAJump(step: Int64) {
        #expect(Self.settle([(700_000, 700_000), (700_000 + step, 700_000 + step)]) == [[700_000, 700_000], nil])
    }

    @Test(arguments: [-500, 40, 60_000, 3_600_000] as [Int64])
    func staysThroughSilenceAndJitter(step: Int64) {
        let settled = Self.settle([(700_000, 700_000), (700_000 + step, 700_000 + step)])
        #expect(settled[1] == [max(700_001, 700_000 + step), max(700_001, 700_000 + step)])
    }

    @Test func boundsWhatNoClockCanMean() {
        var order = PacketOrder()
        _ = order.settle(decoding: .max / 2, presentation: .max / 2)
        #expect(order.settle(decoding: .min / 2, presentation: 0) == .jump)
        #expect(Self.settle([(0, 7_200_000)]) == [[0, 0]])
    }
}
