import Foundation

/// Whether a BCP 47 tag is a language, with or without script and region, that this platform's ICU knows.
func isKnownLocale(_ tag: String) -> Bool {
    let parts = tag.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard (1...3).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy(isAlphanumeric) }),
        languages.contains(parts[0])
    else { return false }
    return switch parts.count {
    case 1: true
    case 2: regions.contains(parts[1]) || isScript(parts[1])
    default: isScript(parts[1]) && regions.contains(parts[2])
    }
}

private let languages = Set(Locale.LanguageCode.isoLanguageCodes.map(\.identifier))
private let regions = Set(Locale.Region.isoRegions.map(\.identifier))

/// Four letters, as in `zh-Hant-TW`.
private func isScript(_ part: String) -> Bool { part.count == 4 && part.first?.isUppercase == true }

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    let scalar = Unicode.Scalar(byte)
    return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
}
