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

    public init(loudness: Double? = -16, truePeak: Double = -1, gain: Gain = .auto) {
        (self.loudness, self.truePeak, self.gain) = (loudness, truePeak, gain)
    }

    /// The source's sound as it is.
    public static let untouched = SoundPreset(loudness: nil)

    /// Whether the source's sound is heard as it is, bit by bit.
    public var isUntouched: Bool { loudness == nil && gain == .auto }
}
