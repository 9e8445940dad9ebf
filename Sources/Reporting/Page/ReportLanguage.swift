import Foundation
import Show

/// What language a report is in, and how numbers and times are written in it.
public enum ReportLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case japanese = "ja"

    /// What the show says, for readers of the report.
    func text(_ text: LocalizedText) -> String { text.text(in: rawValue) }

    /// One of two ways to say the same.
    func say(_ english: String, _ japanese: String) -> String {
        switch self {
        case .english: english
        case .japanese: japanese
        }
    }

    /// Whole, in groups of three digits.
    func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    /// With one digit after the point.
    func decimal(_ value: Double) -> String {
        let tenths = Int((min(max(value, -1e12), 1e12) * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(number(abs(tenths) / 10)).\(abs(tenths) % 10)"
    }

    func percent(_ part: Int, of whole: Int) -> String {
        whole > 0 ? "\(decimal(Double(part) * 100 / Double(whole))) %" : "–"
    }

    /// `1:02:03`, `12:30`: a place in the show.
    func clock(_ seconds: Double) -> String {
        let total = Int(max(0, seconds).rounded(.down))
        let (hours, minutes, rest) = (total / 3_600, total / 60 % 60, total % 60)
        let tail = "\(rest < 10 ? "0" : "")\(rest)"
        return hours > 0 ? "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(tail)" : "\(minutes):\(tail)"
    }

    /// A length that is one number of seconds, minutes or hours.
    func step(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: say("\(seconds) s", "\(seconds)秒")
        case ..<3_600: say("\(seconds / 60) min", "\(seconds / 60)分")
        default: say("\(seconds / 3_600) h", "\(seconds / 3_600)時間")
        }
    }

    /// How long something takes.
    func length(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: say("\(decimal(seconds)) s", "\(decimal(seconds))秒")
        case ..<3_600: say("\(decimal(seconds / 60)) min", "\(decimal(seconds / 60))分")
        default: say("\(decimal(seconds / 3_600)) h", "\(decimal(seconds / 3_600))時間")
        }
    }

    /// Decimal units, as networks have them.
    func bytes(_ count: Int) -> String {
        switch Double(count) {
        case ..<1e6: "\(decimal(Double(count) / 1e3)) kB"
        case ..<1e9: "\(decimal(Double(count) / 1e6)) MB"
        case ..<1e12: "\(decimal(Double(count) / 1e9)) GB"
        default: "\(decimal(Double(count) / 1e12)) TB"
        }
    }

    /// The date and the time of day, in UTC, which is the same for whoever reads it.
    func date(_ millisecondsSince1970: Int64) -> String {
        let days = millisecondsSince1970 / 86_400_000
        let minutes = millisecondsSince1970 / 60_000 % 1_440
        let day = Self.civil(days)
        let time = "\(Self.two(minutes / 60)):\(Self.two(minutes % 60)) UTC"
        return say(
            "\(day.year)-\(Self.two(day.month))-\(Self.two(day.day)) \(time)",
            "\(day.year)年\(day.month)月\(day.day)日 \(time)")
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Days since 1970 as a date of the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let number = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (number <= 2 ? 1 : 0), number, dayOfYear - (153 * month + 2) / 5 + 1)
    }
}
