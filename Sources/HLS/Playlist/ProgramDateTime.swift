public import MediaModel

/// An instant of the wall clock, to the millisecond, as EXT-X-PROGRAM-DATE-TIME writes it (RFC 8216bis 4.4.4.6).
///
/// Give each segment the programme's start plus its media time, rather than the last segment's instant plus a
/// duration: then rounding never adds up.
public struct ProgramDateTime: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let millisecondsSince1970: Int64

    /// - Precondition: In the years 1 to 9999: the text has four digits for the year.
    public init(millisecondsSince1970: Int64) {
        precondition(Self.range ~= millisecondsSince1970, "\(millisecondsSince1970) ms is outside the years 1 to 9999")
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
    private static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The instant `time` later, to the nearest millisecond; the first or last one there is if that lies beyond.
    public func advanced(by time: MediaTime) -> ProgramDateTime {
        let (sum, isBeyond) = millisecondsSince1970.addingReportingOverflow(
            time.ticks(timescale: 1_000, rounding: .nearest))
        let instant = isBeyond ? (time < .zero ? Int64.min : .max) : sum
        return ProgramDateTime(
            millisecondsSince1970: min(max(instant, Self.range.lowerBound), Self.range.upperBound))
    }
}

extension ProgramDateTime: Comparable {
    public static func < (left: ProgramDateTime, right: ProgramDateTime) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}

// MARK: - Text

extension ProgramDateTime: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds: `2026-11-22T20:00:00.000Z`.
    public var description: String {
        let (days, time) = floorDivide(millisecondsSince1970, 86_400_000)
        let date = civilDate(day: days)
        func two(_ value: Int64) -> String { DecimalText.padded(value, 2) }
        return "\(DecimalText.padded(date.year, 4))-\(two(date.month))-\(two(date.day))"
            + "T\(two(time / 3_600_000)):\(two(time / 60_000 % 60)):\(two(time / 1_000 % 60))"
            + ".\(DecimalText.padded(time % 1_000, 3))Z"
    }

    /// Reads `YYYY-MM-DDThh:mm:ss`, with or without decimals of a second (rounded to milliseconds), then `Z` or
    /// `±hh:mm`; `nil` for anything else.
    public init?(parsing text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 40 else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard DecimalText.isDigit(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            return value
        }
        func has(_ character: Unicode.Scalar, _ offset: Int) -> Bool { bytes[offset] == UInt8(ascii: character) }
        guard has("-", 4), has("-", 7), has("T", 10), has(":", 13), has(":", 16),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            1...9999 ~= year, 1...12 ~= month, 1...daysIn(month: month, year: year) ~= day,
            hour < 24, minute < 60, second < 60
        else { return nil }

        var end = 19
        var milliseconds: Int64 = 0
        if has(".", 19) {
            end = bytes[20...].firstIndex { !DecimalText.isDigit($0) } ?? bytes.count
            let fraction = String(decoding: bytes[20..<end], as: UTF8.self)
            guard let scaled = DecimalText.scaled("0.\(fraction)", digits: 3) else { return nil }
            milliseconds = scaled
        }
        guard let offset = Self.minutesEast(bytes[end...]) else { return nil }
        let minutes = (daysSince1970(year: year, month: month, day: day) * 24 + hour) * 60 + minute - offset
        let instant = (minutes * 60 + second) * 1_000 + milliseconds
        guard Self.range ~= instant else { return nil }
        self.init(millisecondsSince1970: instant)
    }

    /// The minutes of `Z`, `±hh:mm` or `±hhmm`.
    private static func minutesEast(_ zone: ArraySlice<UInt8>) -> Int64? {
        if zone.elementsEqual("Z".utf8) { return 0 }
        guard let sign = zone.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let digits = zone.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 4, zone.count <= 6,
            let value = DecimalText.integer(String(decoding: digits, as: UTF8.self)),
            value / 100 < 24, value % 100 < 60
        else { return nil }
        let minutes = Int64(value / 100 * 60 + value % 100)
        return sign == UInt8(ascii: "-") ? -minutes : minutes
    }
}

// MARK: - The calendar

// Years are counted from March, so that the leap day is a year's last: then a month's first day is a linear function
// of the month. 719 468 is the number of days from 0000-03-01 to 1970-01-01, 146 097 that of 400 years.

private func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivide(marchYear, 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civilDate(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(day + 719_468, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
}

private func daysIn(month: Int64, year: Int64) -> Int64 {
    let next: (year: Int64, month: Int64) = month == 12 ? (year + 1, 1) : (year, month + 1)
    return daysSince1970(year: next.year, month: next.month, day: 1) - daysSince1970(year: year, month: month, day: 1)
}

private func floorDivide(_ dividend: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
