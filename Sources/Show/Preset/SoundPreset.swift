/// How loud a programme is: what `sound: {loudness: -16}` says.
///
/// A preset without it leaves the source's sound as it is.
public struct SoundPreset: Hashable, Sendable {
    /// What the source's sound is raised by.
    public enum Gain: Hashable, Sendable {
        /// What the loudness asks for.
        case auto
        /// Always so many dB.
        case decibels(Double)
    }

    /// In LUFS.
    public static let loudnesses = -30.0 ... -9.0
    /// In dBTP.
    public static let truePeaks = -9.0...0.0
    /// In dB.
    public static let gains = -20.0...20.0

    /// How loud the programme is to be, in LUFS (ITU-R BS.1770-4); `nil`: as loud as its source.
    public var loudness: Double?
    /// The highest true peak that is to be heard, in dBTP.
    public var truePeak: Double
    public var gain: Gain
    /// Music under the voice; `nil` for none.
    public var bed: BedPreset?

    public init(loudness: Double? = -16, truePeak: Double = -1, gain: Gain = .auto, bed: BedPreset? = nil) {
        (self.loudness, self.truePeak, self.gain, self.bed) = (loudness, truePeak, gain, bed)
    }

    /// The source's sound as it is.
    public static let untouched = SoundPreset(loudness: nil)

    /// Whether the source's sound is heard as it is, bit by bit.
    public var isUntouched: Bool { loudness == nil && gain == .auto && bed == nil }

    /// What the bed's loudness is set against, in LUFS: without a loudness of the programme, the usual one.
    public var bedReference: Double { loudness ?? -16 }
}
