import HLS
import Loudness
import Show

/// Brings the programme's sound to its loudness, plays a bed under it, and keeps its peaks under a ceiling.
struct SoundLevelling: SoundProcessor {
    private var leveller: SoundLeveller
    private let wanted: @Sendable () -> SoundLeveller.Setting
    private let speakers: @Sendable () -> Int
    private var speaker: Int
    private var bed: (any BedSupply)?
    private var watch: SoundWatch?

    var lookAhead: Int { SoundLeveller.delay }

    /// - Parameters:
    ///   - wanted: Asked for each block.
    ///   - speakers: Counts up when somebody else is heard from the next block on: what was learnt of the one before is forgotten.
    ///   - lone: The channel that is known to have all the sound; `nil` for none.
    ///   - bed: What plays under it; `nil` for nothing.
    ///   - watch: Is told of each tenth of a second.
    init(
        _ wanted: @escaping @Sendable () -> SoundLeveller.Setting, speakers: @escaping @Sendable () -> Int = { 0 },
        lone: SoundLeveller.Channel? = nil, bed: (any BedSupply)? = nil, watch: SoundWatch? = nil
    ) {
        (self.wanted, self.speakers, self.bed, self.watch) = (wanted, speakers, bed, watch)
        leveller = SoundLeveller(wanted(), lone: lone)
        speaker = speakers()
    }

    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        leveller.setting = wanted()
        let next = speakers()
        if next != speaker { leveller.forget() }
        speaker = next
        let hops = leveller.hopCount
        leveller.process(&left, &right, over: &bed)
        if leveller.hopCount != hops { watch?.note(leveller) }
    }
}

extension SoundPreset {
    /// What is heard lies as much above what is encoded, at most: AAC adds peaks of its own.
    private static let codingHeadroom = 1.0

    /// The highest true peak before the encoder, in dBTP.
    var ceiling: Double { truePeak - Self.codingHeadroom }

    /// What a broadcast's tracks say of their loudness, before anything of it is heard: what the rider aims at. `nil` without one.
    var promise: LoudnessBox? {
        guard case .riding(let loudness) = setting.gain else { return nil }
        return LoudnessBox(loudness: loudness, truePeak: truePeak, reliability: .reported)
    }

    /// What has a broadcast sound so.
    var setting: SoundLeveller.Setting {
        switch (gain, loudness) {
        case (.decibels(let decibels), _): .init(.fixed(decibels), ceiling: ceiling)
        case (.auto, let loudness?): .init(.riding(loudness), ceiling: ceiling)
        // A bed adds to the source's sound, so that it may need the limiter, even where it stays as loud as it comes.
        case (.auto, nil): bed == nil ? .init(.none, ceiling: nil) : .init(.fixed(0), ceiling: ceiling)
        }
    }
}
