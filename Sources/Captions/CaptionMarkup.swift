/// How the text of a caption is marked up where it comes from.
public enum CaptionMarkup: Sendable {
    /// Ruby alone, in `<ruby>…<rt>…</rt></ruby>`; all else is text as it stands, `<` and `&` too.
    case plain
    /// Ruby, and tags and classes that go; entities.
    case webVTT
    /// `<b>`, `<i>`, `<u>`, `<s>` and `<font …>`, and places in braces (`{\an8}`), that go.
    case subRip
}

extension CaptionText {
    /// Reads text; what can't be read as a tag is text. Control characters, and overrides of the writing direction, go.
    public init(_ text: String, _ markup: CaptionMarkup = .plain) {
        var reader = CaptionMarkupReader(markup)
        reader.read(text)
        self.init(lines: reader.finish())
    }
}

/// Makes lines of marked-up text, scalar by scalar: the time that it takes grows with the text alone.
private struct CaptionMarkupReader {
    private let markup: CaptionMarkup
    private var lines: [[CaptionText.Run]] = [[]]
    private var text = String.UnicodeScalarView()
    /// What stands under ruby that is being read; `nil` outside of `<rt>`.
    private var base: String?

    /// Longer ones are text. A `<font …>` of SubRip, or a class of WebVTT, is some thirty.
    private static let longestTag = 200
    private static let subRipTags: Set = ["b", "i", "u", "s", "font"]

    init(_ markup: CaptionMarkup) { self.markup = markup }

    mutating func read(_ source: String) {
        var rest = Array(source.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\n": endLine()
            case "<":
                guard let end = rest.prefix(Self.longestTag).firstIndex(of: ">"), take(tag: rest[rest.startIndex..<end])
                else {
                    add(scalar)
                    break
                }
                rest = rest[(end + 1)...]
            case "{" where markup == .subRip && rest.first == "\\":
                guard let end = rest.prefix(Self.longestTag).firstIndex(of: "}") else {
                    add(scalar)
                    break
                }
                rest = rest[(end + 1)...]
            case "&" where markup == .webVTT:
                guard let end = rest.prefix(10).firstIndex(of: ";"),
                    let meant = Self.entity(String(String.UnicodeScalarView(rest[rest.startIndex..<end])))
                else {
                    add(scalar)
                    break
                }
                add(meant)
                rest = rest[(end + 1)...]
            default: add(scalar)
            }
        }
    }

    consuming func finish() -> [[CaptionText.Run]] {
        endRuby()
        flush()
        return lines
    }

    private mutating func add(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\t": text.append(" ")
        case "\u{202D}", "\u{202E}", "\u{FEFF}": break
        default: if scalar.properties.generalCategory != .control { text.append(scalar) }
        }
    }

    /// - Returns: `false` for what is no tag here.
    private mutating func take(tag: ArraySlice<Unicode.Scalar>) -> Bool {
        let isEnd = tag.first == "/"
        let name = String(
            String.UnicodeScalarView((isEnd ? tag.dropFirst() : tag).prefix { $0.properties.isAlphabetic })
        )
        .lowercased()
        switch (name, isEnd) {
        case ("ruby", false): flush()
        case ("ruby", true): endRuby()
        case ("rt", false):
            endRuby()
            base = String(text)
            text = String.UnicodeScalarView()
        case ("rt", true): endRuby()
        default:
            switch markup {
            case .plain: return false
            // Timestamps within a cue (`<00:01.000>`) are tags of WebVTT, too.
            case .webVTT: return true
            case .subRip: return Self.subRipTags.contains(name)
            }
        }
        return true
    }

    private mutating func endRuby() {
        guard let base else { return }
        self.base = nil
        let ruby = String(text)
        text = String.UnicodeScalarView()
        lines[lines.count - 1].append(.init(base, ruby: ruby.isEmpty || base.isEmpty ? nil : ruby))
    }

    private mutating func flush() {
        guard !text.isEmpty else { return }
        lines[lines.count - 1].append(.init(String(text)))
        text = String.UnicodeScalarView()
    }

    private mutating func endLine() {
        endRuby()
        flush()
        lines.append([])
    }

    private static func entity(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "nbsp": "\u{A0}"
        case "lrm": "\u{200E}"
        case "rlm": "\u{200F}"
        default:
            name.hasPrefix("#x")
                ? UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
                : name.hasPrefix("#") ? UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) : nil
        }
    }
}
