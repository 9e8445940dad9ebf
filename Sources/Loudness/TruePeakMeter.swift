/// The highest true peak that was heard in either channel.
struct TruePeakMeter: Sendable {
    private static let mask = 15

    private let filter = TruePeakFilter()
    private var left = InlineArray<16, Float>(repeating: 0)
    private var right = InlineArray<16, Float>(repeating: 0)
    private var position = 0
    /// So many more samples are looked between.
    private var interest = 0
    /// An amplitude.
    private(set) var highest: Float = 0

    mutating func measure(_ newLeft: Span<Float>, _ newRight: Span<Float>) {
        var first = 0
        // But near a quarter of the rate, curves rise less than 3 dB above their samples.
        if interest == 0, samplePeak(newLeft, newRight) <= highest * 0.7 {
            first = max(0, newLeft.count - TruePeakFilter.tapCount)
        }
        for index in first..<newLeft.count {
            left[position & Self.mask] = newLeft[index]
            right[position & Self.mask] = newRight[index]
            if max(abs(newLeft[index]), abs(newRight[index])) > highest * 0.7 { interest = TruePeakFilter.tapCount }
            if interest > 0 {
                interest -= 1
                let oldest = position &- (TruePeakFilter.tapCount - 1)
                highest = max(
                    highest, filter.peak(left, from: oldest), filter.peak(right, from: oldest))
            }
            position &+= 1
        }
    }
}
