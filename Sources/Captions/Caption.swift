public import MediaModel

/// Words that are said, and when: a line or two that viewers read.
public struct Caption: Hashable, Sendable {
    /// The longest that is taken, in characters: six times what a viewer can read at once.
    public static let maximumLength = 500
    /// How long a caption is shown whose end nobody has told.
    public static let longestOpen = MediaTime.seconds(10)

    /// Names it among those of its language: another one of the same name takes its place.
    public var id: String
    public var language: LanguageTag
    public var text: CaptionText
    /// Media time.
    public var from: MediaTime
    /// Media time; `nil` while its end isn't known.
    public var to: MediaTime?

    /// - Precondition: It doesn't end before it begins.
    public init(id: String, language: LanguageTag, text: CaptionText, from: MediaTime, to: MediaTime?) {
        precondition(to.map { $0 > from } ?? true, "a caption that ends before it begins")
        (self.id, self.language, self.text) = (id, language, text)
        (self.from, self.to) = (from, to)
    }

    /// When it is over at the latest, known or not.
    public var latestEnd: MediaTime { to ?? from + Self.longestOpen }
}
