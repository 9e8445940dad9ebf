import FFmpegKit
import Loudness
import MediaModel
import Show

/// Where the sound's thread asks what the bed is to do.
protocol BedSupply: Sendable {
    /// What it is to do in a step of 10 ms, counted from the programme's first; `nil` if there is none. Asked for each step in turn; never
    /// waits.
    mutating func order(atStep step: Int) -> BedOrder?
}

extension SoundLeveller {
    /// Changes a block in place, asking for each step what the bed is to do; see ``SoundLeveller/process(_:_:)``.
    mutating func process(
        _ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>, over supply: inout (any BedSupply)?
    ) {
        bed = supply?.order(atStep: step)
        guard bed != nil else { return process(&left, &right) }
        var start = 0
        while start < left.count {
            bed = supply?.order(atStep: step)
            let part = start..<min(left.count, start + samplesToNextStep)
            var partLeft = left._mutatingExtracting(part)
            var partRight = right._mutatingExtracting(part)
            process(&partLeft, &partRight)
            start = part.upperBound
        }
    }
}

extension SoundPreset {
    /// A voice is taken for one from so far under the programme's loudness, in dB.
    private static let voiceDistance = 22.0

    /// What a bed is to do; `nil` without one in the preset.
    func order(_ state: BedState, _ music: BedMusic?) -> BedOrder? {
        bed.map { bed in
            BedOrder(
                music, isPlaying: state.isPlaying, first: state.skips, begin: BedOrder.step(atOrAfter: state.begin),
                levels: (bedReference + bed.under + BedPreset.rise, bedReference + bed.under),
                threshold: bedReference - Self.voiceDistance)
        }
    }
}

extension BedOrder {
    private static let stepsPerSecond = Int64(Resampler.outputRate / SoundLeveller.stepLength)

    /// The first step of a bed that begins at a media time or later.
    static func step(atOrAfter time: MediaTime) -> Int { Int(time.ticks(timescale: stepsPerSecond, rounding: .up)) }
}
