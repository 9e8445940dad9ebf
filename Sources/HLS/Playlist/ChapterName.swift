public import Captions

/// The names of the files that have a show's chapters, beside its renditions.
public enum ChapterName {
    /// As Apple's players take it; the multivariant playlist of a show on demand names it.
    public static let json = "chapters.json"
    /// For a `<track kind="chapters">`.
    public static let list = "chapters.vtt"

    /// The same for viewers of one language, e.g. `chapters.zh-Hant.vtt`.
    public static func list(in language: LanguageTag) -> String { "chapters.\(language).vtt" }

    /// Whether a file has one of these names.
    public static func matches(_ name: some StringProtocol) -> Bool {
        if name == json || name == list { return true }
        guard name.hasPrefix("chapters."), name.hasSuffix(".vtt") else { return false }
        let text = name.dropFirst("chapters.".utf8.count).dropLast(".vtt".utf8.count)
        guard let language = try? LanguageTag(text) else { return false }
        return name == list(in: language)
    }
}
