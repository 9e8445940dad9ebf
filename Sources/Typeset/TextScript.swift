import CPango

/// A kind of characters that a font has all of, or none: a script, or one of the kinds of signs that belong to none.
public struct TextScript: Hashable, Sendable {
    /// The script's name in English, e.g. `Hangul`, `Thai`, `emoji`.
    public let name: String
    /// The Debian package of fonts that has it; `nil` if none is known.
    public let package: String?

    private init(_ name: String, _ package: String?) { (self.name, self.package) = (name, package) }

    /// The one that a character belongs to.
    ///
    /// - Parameter base: The letter that a mark stands on.
    public init(of scalar: Unicode.Scalar, on base: Unicode.Scalar? = nil) {
        // Some signs belong to a script by Unicode's tables, such as ৳ and ﷼.
        if scalar.properties.generalCategory == .currencySymbol {
            self = Self.signs(scalar)
            return
        }
        let code = g_unicode_script_to_iso15924(g_unichar_get_script(scalar.value))
        let letters = String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: code >> (24 - 8 * $0)) }, as: UTF8.self)
        switch letters {
        case "Zyyy", "Zinh", "Zzzz":
            if let base, letters == "Zinh", base.properties.isAlphabetic {
                self.init(of: base)
            } else {
                self = Self.signs(scalar)
            }
        default:
            if let known = Self.known[letters] {
                self = known
            } else {
                // Debian's collection has nearly every script that Unicode had in 2020.
                self.init("the script \(letters)", Self.unpackaged.contains(letters) ? nil : "fonts-noto-core")
            }
        }
    }

    private static func signs(_ scalar: Unicode.Scalar) -> TextScript {
        let properties = scalar.properties
        if properties.generalCategory == .currencySymbol { return TextScript("currency signs", "fonts-noto-core") }
        let isEmoji = properties.isEmoji && scalar.value >= 0x2190 || properties.isEmojiModifier || scalar == "\u{20E3}"
        if isEmoji { return TextScript("emoji", "fonts-noto-color-emoji") }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return TextScript("combining marks", "fonts-noto-core")
        case .mathSymbol: return TextScript("mathematical signs", "fonts-noto-core")
        default: return TextScript("symbols", "fonts-noto-core")
        }
    }

    /// The scripts that we have names for, by their codes of ISO 15924.
    private static let known: [String: TextScript] = {
        var known: [String: TextScript] = [:]
        func add(_ package: String?, _ scripts: [(code: String, name: String)]) {
            for (code, name) in scripts { known[code] = TextScript(name, package) }
        }
        // The scripts of everyday shopping in East Asia, for which the collection is another.
        add(
            "fonts-noto-cjk",
            [
                ("Hang", "Hangul"), ("Hani", "Chinese characters"), ("Hira", "hiragana"), ("Kana", "katakana"),
                ("Bopo", "Bopomofo"),
            ])
        add("fonts-thai-tlwg", [("Thai", "Thai")])
        add(
            "fonts-noto-core",
            [
                ("Latn", "Latin"), ("Grek", "Greek"), ("Cyrl", "Cyrillic"), ("Arab", "Arabic"), ("Hebr", "Hebrew"),
                ("Armn", "Armenian"), ("Geor", "Georgian"), ("Deva", "Devanagari"), ("Beng", "Bengali"),
                ("Guru", "Gurmukhi"),
                ("Gujr", "Gujarati"), ("Orya", "Odia"), ("Taml", "Tamil"), ("Telu", "Telugu"), ("Knda", "Kannada"),
                ("Mlym", "Malayalam"), ("Sinh", "Sinhala"), ("Laoo", "Lao"), ("Khmr", "Khmer"), ("Mymr", "Burmese"),
                ("Tibt", "Tibetan"), ("Ethi", "Ethiopic"), ("Mong", "Mongolian"), ("Cher", "Cherokee"),
                ("Syrc", "Syriac"),
                ("Thaa", "Thaana"), ("Java", "Javanese"), ("Bali", "Balinese"), ("Sund", "Sundanese"),
                ("Tfng", "Tifinagh"),
                ("Nkoo", "N’Ko"), ("Adlm", "Adlam"), ("Yiii", "Yi"), ("Cans", "Canadian syllabics"), ("Copt", "Coptic"),
                ("Tale", "Tai Le"), ("Egyp", "Egyptian hieroglyphs"), ("Xsux", "cuneiform"), ("Lana", "Tai Tham"),
                ("Tglg", "Tagalog"), ("Vaii", "Vai"), ("Runr", "runes"),
            ])
        add("fonts-noto-core", [("Brai", "Braille")])
        return known
    }()

    /// Those that no package of Debian 12's has.
    private static let unpackaged: Set = ["Kits", "Cpmn", "Tnsa", "Toto", "Vith", "Kawi", "Nagm", "Ougr"]
}
