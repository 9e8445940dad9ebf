import MediaModel

/// What was measured of a source's pictures.
struct PictureFacts: Hashable, Sendable {
    var codec = ""
    /// Upright.
    var size = PixelSize(width: 0, height: 0)
    var isTurned = false
    var isInterlaced = false
    /// Whether its colours are HDR, or wider than what screens show.
    var needsMapping = false
    var count = 0
    /// In seconds, from the first picture to the last.
    var duration = 0.0
    /// Pictures a second.
    var rate = 0.0
    /// From 0 to 1: how many pictures come sooner or later than the others.
    var unsteadiness = 0.0
    /// In seconds, from one key picture to the next: the most. `nil` if there was one alone.
    var keyInterval: Double?
    /// Bits a second.
    var bitRate = 0.0
    /// From 0 (black) to 1 (white): the mean of all pictures.
    var brightness = 0.0
    /// From 0 to 1: how much of the time is black, and how much shows what was shown before.
    var blackShare = 0.0
    var frozenShare = 0.0
    /// In seconds: how long a picture stood, at most.
    var longestFreeze = 0.0
    var damagedPictures = 0
    var words = WordFacts()
}
