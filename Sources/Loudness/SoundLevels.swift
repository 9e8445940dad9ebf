/// What was measured of a programme's sound, and done to it, as of the last 100 ms.
public struct SoundLevels: Hashable, Sendable {
    /// The loudness that is heard, in LUFS: of the last 3 s, and of all so far without its pauses; `nil` if nothing was.
    public var shortTerm, integrated: Double?
    /// The highest true peak so far that is heard, in dBTP; `nil` if there was nothing but zeros.
    public var truePeak: Double?
    /// What the source is raised by, in dB.
    public var gain: Double
    /// What the limiter has taken away of it at most, in dB.
    public var limiting: Double
    /// What its bed does; `nil` without one, and until it is loaded.
    public var bed: BedReport?

    public init(
        shortTerm: Double? = nil, integrated: Double? = nil, truePeak: Double? = nil, gain: Double = 0,
        limiting: Double = 0, bed: BedReport? = nil
    ) {
        (self.shortTerm, self.integrated, self.truePeak) = (shortTerm, integrated, truePeak)
        (self.gain, self.limiting, self.bed) = (gain, limiting, bed)
    }
}
