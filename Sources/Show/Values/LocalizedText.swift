public import Captions

/// A text that viewers read: one for all of them, or one for each of some languages.
///
/// Events and presets write it as a plain string, or as an object with a text by language: `{"ja": "タンブラー", "en": "Tumbler"}`.
/// Nothing is translated, and none of the texts is lost: a canvas writes the one of its preset's language, and all others are
/// told to players and to the control API.
public enum LocalizedText: Hashable, Sendable {
    /// For viewers of all languages.
    case plain(String)
    /// By language; at least one.
    case languages([LanguageTag: String])
}

extension LocalizedText {
    /// The most languages that one text may have.
    public static let mostLanguages = 32

    /// The text for readers of a language, as RFC 4647 (section 3.4) looks it up: the tag itself, then without its last parts
    /// one after the other. Where there is none it is that of a close relative (`en-GB` for `en-US`), then English, and at
    /// last the first by the alphabet of the tags, so that there always is one, and the same each time.
    ///
    /// - Parameter language: A BCP 47 tag, such as a preset's locale.
    public func text(in language: String) -> String {
        switch self {
        case .plain(let text): text
        case .languages(let texts): Self.tag(nearest: language, among: Array(texts.keys)).flatMap { texts[$0] } ?? ""
        }
    }

    /// The texts by language, in the order of their tags; none for a plain one.
    public var byLanguage: [(language: LanguageTag, text: String)] {
        guard case .languages(let texts) = self else { return [] }
        return texts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// All that it says, in any language.
    public var allTexts: [String] {
        if case .plain(let text) = self { [text] } else { byLanguage.map(\.text) }
    }

    private static func tag(nearest language: String, among tags: [LanguageTag]) -> LanguageTag? {
        var range = (try? LanguageTag(language))?.description ?? language
        while true {
            if let found = tags.first(where: { $0.description == range }) { return found }
            guard let end = range.lastIndex(of: "-") else { break }
            range = String(range[..<end])
            // A letter that began an extension says nothing by itself.
            if range.dropLast().last == "-" { range.removeLast(2) }
        }
        let sorted = tags.sorted()
        return sorted.first { $0.isOf(range) } ?? sorted.first { $0.isOf("en") } ?? sorted.first
    }
}

extension LanguageTag {
    /// Whether its first part is this language.
    package func isOf(_ language: String) -> Bool { description.prefix { $0 != "-" } == language }
}

extension LocalizedText: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) { self = .plain(text) }
}

extension LocalizedText: CustomStringConvertible {
    /// The text of a plain one; else each with its language.
    public var description: String {
        if case .plain(let text) = self { return text }
        return byLanguage.map { "\($0.language): \($0.text)" }.joined(separator: ", ")
    }
}
