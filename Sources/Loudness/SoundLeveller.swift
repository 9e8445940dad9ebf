/// Brings stereo sound at 48 kHz to a loudness, and keeps its true peaks under a ceiling.
///
///     in ─► lone channel ─┬─► × gain ─► + bed ─► limiter ─► out
///                         └─► meter ─► rider ─┘
///
/// What goes in comes out ``delay`` samples later: whoever reads so far ahead keeps pictures and sound together. It decides on hops of
/// 100 ms, counted from its first sample, and so makes the same sound however that is cut into blocks. It allocates nothing once it
/// is made, and belongs to one thread.
public struct SoundLeveller: Sendable {
    /// What the sound is multiplied by.
    public enum Gain: Hashable, Sendable {
        /// By nothing: what comes is heard, bit by bit, and nothing is measured.
        case none
        /// Always the same, in dB.
        case fixed(Double)
        /// As a rider decides, so that the sound has this loudness, in LUFS.
        case riding(Double)
    }

    public struct Setting: Hashable, Sendable {
        public var gain: Gain
        /// The highest true peak, in dBTP; `nil`: as it comes. Nothing without a gain.
        public var ceiling: Double?

        public init(_ gain: Gain, ceiling: Double?) { (self.gain, self.ceiling) = (gain, ceiling) }
    }

    public enum Channel: Sendable { case left, right }

    /// By how many samples what comes out is later: 4.6 ms.
    public static let delay = TruePeakLimiter.delay
    /// The most that is added or taken away, in dB.
    public static let gains = LevelRider.limits

    /// Holds from the next hop on.
    public var setting: Setting
    /// What the bed is to do from the next step on; `nil` for none.
    public var bed: BedOrder?
    /// Whole hops so far.
    public private(set) var hopCount = 0
    /// Hops in which somebody was heard.
    public private(set) var heardHops = 0
    /// As of the last hop; `nil` if nothing is measured.
    public private(set) var levels: SoundLevels?

    private var current: Setting
    /// In its hop, of the next sample.
    private var position = 0
    private var input = HopMeter()
    private var lone: LoneChannel
    private var faults = SoundFaults()
    private var rider = LevelRider()
    /// Amplitudes at the hop's beginning and end.
    private var gain: (from: Float, to: Float)
    private var mixer = BedMixer()
    private var limiter = TruePeakLimiter()
    private var output = LoudnessMeter()

    /// - Parameter lone: The channel that alone has sound, and that both are to play, where that is known; `nil`: it shows after some
    ///   seconds.
    public init(_ setting: Setting, lone: Channel? = nil) {
        (self.setting, current, self.lone) = (setting, setting, LoneChannel(lone))
        let first: Float =
            switch setting.gain {
            case .none, .riding: 1
            case .fixed(let decibels): Float(amplitude(ofDecibels: decibels))
            }
        gain = (first, first)
    }

    /// Whether the source's sound has arrived clipped.
    public private(set) var hasClipped = false
    /// Whether one channel alone has had sound, which both played.
    public private(set) var wasMadeMono = false
    /// The channel that has been alone from the first sound to the last one so far; `nil` if there is none.
    public var loneChannel: Channel? { lone.first }
    /// For how many hops in a row the source has been silent.
    public var silentHops: Int { faults.silentHops }
    /// Whether one channel alone has sound now, which both play.
    public var isMadeMono: Bool { lone.side != nil }

    /// A bed's decisions are made in steps of so many samples, counted from the first one of all.
    public static let stepLength = BedMixer.stepLength
    /// The step that the next sample is in.
    public var step: Int { (hopCount * SoundHop.length + position) / Self.stepLength }
    /// So many more samples are in it.
    public var samplesToNextStep: Int { Self.stepLength - position % Self.stepLength }

    /// Changes some samples in place: what comes out are those of ``delay`` before.
    public mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        var start = 0
        while start < left.count {
            let hasBed = bed != nil || !mixer.isIdle
            if hasBed, position.isMultiple(of: Self.stepLength) { mixer.beginStep(bed, step) }
            let room = hasBed ? samplesToNextStep : SoundHop.length - position
            let part = start..<start + min(room, left.count - start)
            var partLeft = left._mutatingExtracting(part)
            var partRight = right._mutatingExtracting(part)
            processPart(&partLeft, &partRight)
            position += part.count
            start = part.upperBound
            if position == SoundHop.length { finishHop() }
        }
    }

    private mutating func processPart(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        let hasBed = bed != nil || !mixer.isIdle
        if current.gain == .none, gain.from == 1, gain.to == 1, !hasBed {
            limiter.process(&left, &right, ceiling: nil)
            return
        }
        input.measure(left.span, right.span)
        lone.process(&left, &right, at: position)
        applyGain(&left, &right)
        if hasBed { mixer.process(&left, &right, at: position % Self.stepLength) }
        limiter.process(&left, &right, ceiling: current.ceiling.map { Float(amplitude(ofDecibels: $0)) })
        output.measure(left.span, right.span)
    }

    private func applyGain(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        guard gain.from != 1 || gain.to != 1 else { return }
        let step = (gain.to - gain.from) / Float(SoundHop.length)
        for index in left.indices {
            let gain = gain.from + step * Float(position + index + 1)
            left[index] *= gain
            right[index] *= gain
        }
    }

    // MARK: - Deciding

    private mutating func finishHop() {
        position = 0
        hopCount += 1
        gain.from = gain.to
        let ceiling = current.ceiling
        current = setting
        switch current.gain {
        case .none:
            gain.to = 1
            // Until the gain is gone, too.
            current.ceiling = ceiling
            levels = nil
            rider.reset()
            _ = input.finishHop()
        case .fixed(let decibels):
            hear(target: nil)
            finish(decibels)
        case .riding(let target):
            hear(target: target)
            finish(rider.gain)
        }
    }

    private mutating func hear(target: Double?) {
        var hop = input.finishHop()
        faults.note(hop)
        lone.finishHop(hop)
        hasClipped = hasClipped || faults.isClipped
        wasMadeMono = wasMadeMono || isMadeMono
        switch lone.side {
        case .left: hop.right = hop.left
        case .right: hop.left = hop.right
        case nil: break
        }
        if rider.follow(hop, target: target) { heardHops += 1 }
    }

    private mutating func finish(_ decibels: Double) {
        gain.to = Float(amplitude(ofDecibels: decibels))
        levels = SoundLevels(
            shortTerm: output.shortTerm, integrated: output.integrated, truePeak: output.truePeak, gain: decibels,
            limiting: limiter.takeReduction(), bed: bed == nil ? nil : mixer.report)
    }

    /// Somebody else is heard from now on: the gain stays, what was learnt of the one before is forgotten.
    public mutating func forget() { rider.forget() }
}
