public import MediaModel

/// What viewers write: the pinned comment, large, and the last ones, small.
public struct CommentLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "comment", anchor: .bottomLeft, inset: Inset(horizontal: 4, vertical: 30), width: 70,
        style: LayerStyle(plate: .rgb(0x0f_172a, alpha: 0xd9), accent: .rgb(0x93_c5fd), accentText: .rgb(0x0f_172a)))

    public var box: LayerBox
    /// Whether the pinned comment is shown.
    public var pinned: Bool
    /// The most lines that the pinned comment may take; 1 to 4.
    public var lines: Int
    /// How many of the last comments are shown; 0 to 10.
    public var recent: Int
    /// How long one of them stays unless newer ones push it out; zero for ever.
    public var recentFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, pinned: Bool = true, lines: Int = 3, recent: Int = 3,
        recentFor: MediaTime = .seconds(12)
    ) {
        self.box = box
        self.pinned = pinned
        self.lines = lines
        self.recent = recent
        self.recentFor = recentFor
    }
}
