import Foundation
import Show

/// How a locale writes the time of day: its parts in order, e.g. hours, `:`, minutes, a space, and `AM` or `PM`.
struct ClockPattern: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        /// From 0 to 23, or from 1 to 12; with a zero before a single digit or without.
        case hour(isTwelve: Bool, isPadded: Bool)
        case minute, second
        /// `AM` or `PM` in the locale's words.
        case period
        case text(String)
    }

    let parts: [Part]
    /// The locale's words for the hours before and after noon.
    let periods: [String]

    /// - Parameter locale: A BCP 47 tag.
    init(locale: String, format: ClockLayer.Format) {
        let locale = Locale(identifier: locale)
        let formatter = DateFormatter()
        formatter.locale = locale
        periods = [formatter.amSymbol, formatter.pmSymbol]
        let template = format == .minutes ? "jmm" : "jmmss"
        let pattern = DateFormatter.dateFormat(fromTemplate: template, options: 0, locale: locale) ?? "HH:mm"
        let parts = Self.parts(of: pattern)
        self.parts = locale.language.characterDirection == .rightToLeft ? Self.rightToLeft(parts) : parts
    }

    /// The order from the left where words run to the left: numbers don't, so that hours stay before minutes.
    static func rightToLeft(_ parts: [Part]) -> [Part] {
        let isNumber = { (part: Part) in
            switch part {
            case .hour, .minute, .second: true
            case .period, .text: false
            }
        }
        guard let first = parts.firstIndex(where: isNumber), let last = parts.lastIndex(where: isNumber) else {
            return parts
        }
        return parts[(last + 1)...].reversed() + parts[first...last] + parts[..<first].reversed()
    }

    /// Reads a pattern of Unicode Technical Standard 35, as far as times of day go.
    static func parts(of pattern: String) -> [Part] {
        var parts: [Part] = []
        var rest = pattern[...]
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            rest = rest.dropFirst(run.count)
            switch first {
            case "H", "k": parts.append(.hour(isTwelve: false, isPadded: run.count > 1))
            case "h", "K": parts.append(.hour(isTwelve: true, isPadded: run.count > 1))
            case "m": parts.append(.minute)
            case "s": parts.append(.second)
            // Finer parts of the day, such as "in the evening", are written as these two.
            case "a", "b", "B": parts.append(.period)
            case "'":
                parts.append(.text(String(rest.prefix { $0 != "'" })))
                rest = rest.drop { $0 != "'" }.dropFirst()
            default: parts.append(.text(String(run)))
            }
        }
        return parts
    }
}
