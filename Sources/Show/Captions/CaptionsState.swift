public import Captions

/// The captions that are to be read on screen.
public struct CaptionsState: Hashable, Sendable {
    /// Of all languages, as they came on screen; at most ``maximumShownCount`` of each.
    public internal(set) var shown: [ShownCaption] = []

    /// So many of one language are read at once at most. The oldest goes.
    public static let maximumShownCount = 4

    public init(shown: [ShownCaption] = []) { self.shown = shown }

    /// Those of one language, as they came.
    public func shown(in language: LanguageTag) -> [ShownCaption] {
        shown.filter { $0.caption.language == language }
    }
}

/// A caption on screen. Instants are ticks of the programme clock.
public struct ShownCaption: Hashable, Sendable {
    /// In its words of now.
    public var caption: Caption
    /// When it came. One that was told late comes late.
    public var shownAt: Int
    /// When its words were told last.
    public var changedAt: Int
    /// When it goes, as far as is known.
    public var endsAt: Int
    /// Whether it came without an end, to be continued word by word.
    public let isGrowing: Bool
    /// What it said before words of it were changed, rather than others added; at most ``mostEarlier``, from the first on.
    public internal(set) var earlier: [CaptionText] = []
    /// How long its text was lately; at most ``mostGrowth`` steps, from the first on.
    public internal(set) var growth: [Growth]

    public init(caption: Caption, shownAt: Int, changedAt: Int, endsAt: Int) {
        (self.caption, self.shownAt, self.changedAt, self.endsAt) = (caption, shownAt, changedAt, endsAt)
        isGrowing = caption.to == nil
        growth = [Growth(tick: shownAt, length: caption.text.letters.count)]
    }
}
