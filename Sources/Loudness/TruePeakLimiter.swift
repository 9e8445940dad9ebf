/// Keeps true peaks under a ceiling, both channels alike: it looks ahead, so that the gain has come down softly when a peak is there.
///
/// What goes in comes out ``delay`` samples later. Under the ceiling it comes out as it went in, bit for bit.
struct TruePeakLimiter: Sendable {
    /// In samples: the way down, and what ``TruePeakFilter`` has to have heard.
    static let delay = LimiterGain.lookAhead + TruePeakFilter.reach
    private static let mask = 255

    private let filter = TruePeakFilter()
    private var left = InlineArray<256, Float>(repeating: 0)
    private var right = InlineArray<256, Float>(repeating: 0)
    private var position = 0
    private var gain = LimiterGain()
    /// So many more samples are looked between.
    private var interest = 0

    /// - Parameter ceiling: The highest true peak, as an amplitude; `nil`: as it comes.
    mutating func process(_ newLeft: inout MutableSpan<Float>, _ newRight: inout MutableSpan<Float>, ceiling: Float?) {
        let ceiling = ceiling ?? .infinity
        // Under half the ceiling the curve can't rise above it.
        let isQuiet = interest == 0 && gain.isAtRest && samplePeak(newLeft.span, newRight.span) <= ceiling / 2
        if isQuiet {
            Self.delay(&newLeft, by: &left, from: position)
            Self.delay(&newRight, by: &right, from: position)
            position &+= newLeft.count
            return
        }
        for index in newLeft.indices {
            left[position & Self.mask] = newLeft[index]
            right[position & Self.mask] = newRight[index]
            if max(abs(newLeft[index]), abs(newRight[index])) > ceiling / 2 { interest = TruePeakFilter.tapCount }
            let gain = gain.next(wanted(ceiling))
            let out = (position &- Self.delay) & Self.mask
            newLeft[index] = left[out] * gain
            newRight[index] = right[out] * gain
            position &+= 1
        }
    }

    /// How much was taken away at most since this was asked last, in dB: 0 or more.
    mutating func takeReduction() -> Double { gain.takeReduction() }

    /// What the sample that all is known around may be multiplied by, and the curve to the next.
    private mutating func wanted(_ ceiling: Float) -> Float {
        guard interest > 0 else { return 1 }
        interest -= 1
        let oldest = position &- (TruePeakFilter.tapCount - 1)
        let peak = max(filter.peak(left, from: oldest), filter.peak(right, from: oldest))
        return peak > ceiling ? ceiling / peak : 1
    }

    private static func delay(
        _ samples: inout MutableSpan<Float>, by ring: inout InlineArray<256, Float>, from position: Int
    ) {
        for index in samples.indices {
            let place = position &+ index
            let sample = samples[index]
            samples[index] = ring[(place &- delay) & mask]
            ring[place & mask] = sample
        }
    }
}
