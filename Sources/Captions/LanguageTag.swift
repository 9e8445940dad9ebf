import Foundation

/// The language that captions are in: a tag of BCP 47 (RFC 5646) such as `ja`, `pt-BR` or `zh-Hant`.
///
/// It is written as 2.1.1 recommends, whatever the case that it came in, so equal tags are equal texts.
public struct LanguageTag: Hashable, Sendable {
    private let text: String

    /// The longest that is taken, in characters: RFC 5646 4.4.1 finds none longer in use.
    public static let maximumLength = 35

    /// - Parameter tag: Language, and behind it, each after a hyphen, script, region and variants as far as they are given.
    /// - Throws: ``LanguageTagFault`` for what isn't written as a tag, and for a language that ISO 639 doesn't know.
    public init(_ tag: some StringProtocol) throws(LanguageTagFault) {
        guard tag.utf8.count <= Self.maximumLength else { throw .malformed }
        var rest = tag.split(separator: "-", omittingEmptySubsequences: false).map { $0.lowercased() }[...]
        guard let language = rest.popFirst(), Self.isLetters(language, 2...3) else { throw .malformed }
        var subtags = [language]
        if let script = rest.first, Self.isLetters(script, 4...4) {
            subtags.append(script.capitalized)
            rest.removeFirst()
        }
        if let region = rest.first, Self.isLetters(region, 2...2) || Self.isDigits(region, 3) {
            subtags.append(region.uppercased())
            rest.removeFirst()
        }
        for variant in rest {
            guard Self.isVariant(variant) else { throw .malformed }
            subtags.append(variant)
        }
        guard Locale.LanguageCode(language).isISOLanguage else { throw .unknown(language) }
        text = subtags.joined(separator: "-")
    }

    /// The language's name in the language itself, as a viewer looks for it in a list: `日本語`. The tag, where nobody knows one.
    public var ownName: String {
        let locale = Locale(identifier: text)
        guard let name = locale.localizedString(forIdentifier: text), !name.isEmpty else { return text }
        return name
    }

    private static func isLetters(_ text: String, _ count: ClosedRange<Int>) -> Bool {
        count.contains(text.utf8.count) && text.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
    }

    private static func isDigits(_ text: String, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    /// 2.2.5: five to eight letters and digits, or four that begin with a digit.
    private static func isVariant(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
        return isPlain && (5...8 ~= text.utf8.count || text.utf8.count == 4 && isDigits(String(text.prefix(1)), 1))
    }
}

extension LanguageTag: Comparable, CustomStringConvertible {
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    public var description: String { text }
}

/// Why a text names no language.
public enum LanguageTagFault: Error, Hashable, Sendable {
    case malformed
    /// It is written as a tag, and there is no such language.
    case unknown(String)
}

extension LanguageTagFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed: "expected a language tag (BCP 47) such as ja, en-US or zh-Hant"
        case .unknown(let language): "no language has the code \(language) (BCP 47): expected one such as ja or en-US"
        }
    }
}
