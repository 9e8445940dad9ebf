/// Measures sound hop by hop.
struct HopMeter: Sendable {
    /// What 16 bits call full scale, with room for a decoder's rounding.
    private static let fullScale: Float = 0.9995

    private var weighting = KWeighting()
    private var sum = KWeighting.Pair.zero
    private var fullScaleCount = 0

    /// Measures some samples that lie in one hop.
    mutating func measure(_ left: Span<Float>, _ right: Span<Float>) {
        var (weighting, sum, overs) = (weighting, sum, 0)
        for index in left.indices {
            let (leftSample, rightSample) = (left[index], right[index])
            let weighted = weighting.filter([Double(leftSample), Double(rightSample)])
            sum += weighted * weighted
            if max(abs(leftSample), abs(rightSample)) >= Self.fullScale { overs += 1 }
        }
        (self.weighting, self.sum) = (weighting, sum)
        fullScaleCount += overs
    }

    /// Ends the hop.
    mutating func finishHop() -> SoundHop {
        defer {
            (sum, fullScaleCount) = (.zero, 0)
            weighting.settle()
        }
        let mean = sum / Double(SoundHop.length)
        return SoundHop(left: mean[0], right: mean[1], fullScaleCount: fullScaleCount)
    }
}
