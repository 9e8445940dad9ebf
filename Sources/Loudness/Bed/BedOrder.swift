/// What a bed is to do in one step.
public struct BedOrder: Sendable {
    /// `nil` until it is loaded.
    public var music: BedMusic?
    public var isPlaying: Bool
    /// The piece that it began with.
    public var first: Int
    /// When it began, in steps of the programme.
    public var begin: Int
    /// How loud it is where nobody is heard, and under a voice; in LUFS.
    public var levels: (alone: Double, under: Double)
    /// A voice is heard from this RMS level on, in dBFS.
    public var threshold: Double

    public init(
        _ music: BedMusic?, isPlaying: Bool, first: Int, begin: Int, levels: (alone: Double, under: Double),
        threshold: Double
    ) {
        (self.music, self.isPlaying, self.first, self.begin) = (music, isPlaying, first, begin)
        (self.levels, self.threshold) = (levels, threshold)
    }
}

/// What a bed does, as of its last step.
public struct BedReport: Hashable, Sendable {
    /// Whether it is heard.
    public var isPlaying: Bool
    /// Which of its pieces, counted from 0.
    public var piece: Int
    /// How loud it is, in LUFS.
    public var level: Double

    public init(isPlaying: Bool, piece: Int, level: Double) {
        (self.isPlaying, self.piece, self.level) = (isPlaying, piece, level)
    }
}
