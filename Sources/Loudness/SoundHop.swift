/// 100 ms of stereo sound, measured: the step in which all of this target decides. Hops are counted on the programme's sample clock, so
/// nothing depends on how the sound is cut into blocks.
public struct SoundHop: Hashable, Sendable {
    /// Samples of each channel.
    public static let length = 4_800
    /// Below this many LUFS there is nothing to hear (the absolute gate of BS.1770-4): it goes into no statistics.
    static let silence = -70.0
    static let silenceEnergy = blockEnergy(ofLoudness: silence)

    /// Each channel's K-weighted mean square.
    public var left = 0.0
    public var right = 0.0
    /// At how many samples either channel is at full scale or above.
    public var fullScaleCount = 0

    var energy: Double { left + right }
    var isSilent: Bool { energy <= Self.silenceEnergy }
}
