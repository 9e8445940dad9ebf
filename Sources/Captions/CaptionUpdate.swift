public import MediaModel

/// What somebody tells of a caption, who may know more of it later: a recogniser tells the same words again and again.
public struct CaptionUpdate: Hashable, Sendable {
    public var id: String
    public var language: LanguageTag
    public var text: CaptionText
    /// `nil`: as was told before, or now.
    public var from: MediaTime?
    /// `nil`: as was told before, or not known yet.
    public var to: MediaTime?

    public init(id: String, language: LanguageTag, text: CaptionText, from: MediaTime?, to: MediaTime?) {
        (self.id, self.language, self.text, self.from, self.to) = (id, language, text, from, to)
    }

    /// The caption by now; `nil` for one that would end before it begins.
    ///
    /// - Parameters:
    ///   - earlier: The one of this id, as it was told before.
    ///   - now: Media time.
    public func caption(replacing earlier: Caption?, at now: MediaTime) -> Caption? {
        let from = from ?? earlier?.from ?? now
        let to = to ?? earlier?.to
        if let to, to <= from { return nil }
        return Caption(id: id, language: language, text: text, from: from, to: to)
    }
}
