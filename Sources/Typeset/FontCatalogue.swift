import CPango
import MediaModel

/// The fonts installed on this machine, read once.
///
/// Pango itself never says that a font is missing: it takes another one, without a word. So names are checked here first.
public struct FontCatalogue: Sendable {
    private struct Entry: Sendable {
        /// All names, as a font may have one per language.
        let families: [String]
        let styles: [String]
        let face: FontFace

        /// Families with their styles. Where there is a style for each family they belong together: a font that is
        /// "ExtraBold" of one family may be "Regular" of another that has it alone.
        var names: [String] {
            guard families.count != styles.count else { return zip(families, styles).map { "\($0) \($1)" } }
            return families.flatMap { family in styles.map { "\(family) \($0)" } }
        }
    }

    private let entries: [Entry]

    /// Reads the list from fontconfig. Takes milliseconds; any thread.
    public init() {
        var entries: [Entry] = []
        let pattern = FcPatternCreate()
        let properties = FcObjectSetCreate()
        defer {
            FcPatternDestroy(pattern)
            FcObjectSetDestroy(properties)
        }
        for property in [FC_FAMILY, FC_STYLE, FC_WEIGHT, FC_SLANT, FC_WIDTH] { FcObjectSetAdd(properties, property) }
        guard let fonts = FcFontList(nil, pattern, properties) else {
            self.entries = []
            return
        }
        defer { FcFontSetDestroy(fonts) }
        for index in 0..<Int(fonts.pointee.nfont) {
            guard let font = fonts.pointee.fonts[index], let entry = Self.entry(font) else { continue }
            entries.append(entry)
        }
        // Fontconfig's order is that of directories; ours must not depend on it.
        self.entries = entries.sorted { $0.face.name < $1.face.name }
    }

    /// The face of a name: a family and style such as `BIZ UDPGothic Bold`, or a family alone for its regular style.
    /// `nil` if it isn't installed. Upper and lower case are alike.
    public func face(named name: String) -> FontFace? {
        let wanted = name.lowercased()
        let exact = entries.first { entry in
            entry.names.contains { $0.lowercased() == wanted }
        }
        if let exact { return exact.face }
        let family = entries.filter { $0.families.contains { $0.lowercased() == wanted } }
        return family.min { $0.face.distanceFromRegular < $1.face.distanceFromRegular }?.face
    }

    /// Installed names that a misspelt one may have meant, the likeliest first.
    public func names(nearest name: String, count: Int = 3) -> [String] {
        let wanted = Array(name.lowercased())
        var seen: Set<String> = []
        let names = entries.map(\.face.name).filter { seen.insert($0).inserted }
        let ranked = names.map { (distance: editDistance(Array($0.lowercased()), wanted), name: $0) }
        return ranked.sorted { $0 < $1 }.prefix(count).map(\.name)
    }

    private static func entry(_ font: OpaquePointer) -> Entry? {
        let (families, styles) = (strings(font, FC_FAMILY), strings(font, FC_STYLE))
        guard let family = families.first else { return nil }
        let slant: FontFace.Slant =
            switch number(font, FC_SLANT) ?? 0 {
            case Double(FC_SLANT_ITALIC): .italic
            case Double(FC_SLANT_OBLIQUE): .oblique
            default: .upright
            }
        let weight = FcWeightToOpenTypeDouble(number(font, FC_WEIGHT) ?? Double(FC_WEIGHT_REGULAR))
        let face = FontFace(
            family: family, style: styles.first ?? "Regular", weight: Int(weight.rounded()), slant: slant,
            width: Int(number(font, FC_WIDTH) ?? 100))
        return Entry(families: families, styles: styles.isEmpty ? ["Regular"] : styles, face: face)
    }

    private static func strings(_ font: OpaquePointer, _ property: String) -> [String] {
        var result: [String] = []
        var text: UnsafeMutablePointer<FcChar8>?
        while FcPatternGetString(font, property, Int32(result.count), &text) == FcResultMatch, let found = text {
            result.append(String(cString: found))
        }
        return result
    }

    /// `nil` where a font has a range, as variable fonts do.
    private static func number(_ font: OpaquePointer, _ property: String) -> Double? {
        var value = 0.0
        return FcPatternGetDouble(font, property, 0, &value) == FcResultMatch ? value : nil
    }
}

extension FontFace {
    fileprivate var distanceFromRegular: Int {
        abs(weight - 400) + abs(width - 100) * 10 + (slant == .upright ? 0 : 1_000)
    }
}
