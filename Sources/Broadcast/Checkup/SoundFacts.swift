/// What was measured of a source's sound.
struct SoundFacts: Hashable, Sendable {
    var codec = ""
    /// Samples a second, and channels, as the source has them.
    var rate = 0
    var channelCount = 0
    /// In LUFS; `nil` if nothing was heard. The second is the highest of 3 s.
    var integrated, shortTerm: Double?
    /// In LU.
    var range: Double?
    /// In dBTP.
    var truePeak: Double?
    /// What lies under everything, in dBFS.
    var floor: Double?
    /// From 0 to 1: how much of the time is silent.
    var silence = 0.0
    /// In seconds: for how long somebody was heard.
    var heard = 0.0
    var isClipped = false
    var isOneChannel = false
    var damagedPackets = 0
    /// When it begins, in seconds after the pictures; before them, if negative. `nil` if nobody says.
    var offset: Double?
}
