public import Captions
public import MediaModel

/// What there is to read in a presentation besides its pictures: what `captions: {languages: [ja, en]}` says of subtitle tracks, and
/// `captions: {source: {CC1: en}}` of closed captions.
public struct CaptionsPreset: Hashable, Sendable {
    public static let maximumLanguageCount = 16

    /// In the order in which viewers are offered them; each once. Captions of other languages are refused.
    public var languages: [LanguageTag]
    /// The one that players show unless their viewer chooses otherwise; `nil`: none, until a viewer asks.
    public var shown: LanguageTag?
    /// Whether they tell those who don't hear all that is heard: who speaks, music, noises.
    public var describesSound: Bool
    /// The channels of closed captions that the source has in its pictures, and their languages. `nil`: nobody has said it; none: they are
    /// left out.
    public var source: [ClosedCaptionChannel: LanguageTag]?

    public init(
        languages: [LanguageTag] = [], shown: LanguageTag? = nil, describesSound: Bool = false,
        source: [ClosedCaptionChannel: LanguageTag]? = nil
    ) {
        self.source = source
        (self.languages, self.shown, self.describesSound) = (languages, shown, describesSound)
    }

    /// The same with languages of files besides, behind those of the preset.
    public func adding(_ more: [LanguageTag]) -> CaptionsPreset {
        var all = self
        for language in more where !all.languages.contains(language) { all.languages.append(language) }
        return all
    }
}
