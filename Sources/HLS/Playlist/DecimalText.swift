/// Decimal numbers in playlists, without a detour over `Double`.
package enum DecimalText {
    /// A decimal-integer of RFC 8216bis 4.2: digits only, no sign; `nil` if it is none or doesn't fit.
    static func integer(_ text: some StringProtocol) -> Int? {
        guard 1...20 ~= text.utf8.count, text.utf8.allSatisfy({ isDigit($0) }) else { return nil }
        return Int(text)
    }

    /// A decimal-floating-point in units of 10⁻ᵈⁱᵍⁱᵗˢ; digits beyond are rounded to nearest, half up.
    ///
    /// `nil` for anything else, a sign, or ten digits and more before the point.
    static func scaled(_ text: some StringProtocol, digits: Int) -> Int64? {
        let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = integer(halves[0]), halves[0].utf8.count < 10 else { return nil }
        let fraction = halves.count == 2 ? Array(halves[1].utf8) : []
        guard halves.count == 1 || !fraction.isEmpty, fraction.allSatisfy({ isDigit($0) }) else { return nil }
        var value = Int64(whole)
        for position in 0..<digits {
            value = value * 10 + (position < fraction.count ? Int64(fraction[position] - UInt8(ascii: "0")) : 0)
        }
        return fraction.count > digits && fraction[digits] >= UInt8(ascii: "5") ? value + 1 : value
    }

    /// `value` units of 10⁻ᵈⁱᵍⁱᵗˢ, all digits written: 1600000 with 6 digits is `1.600000`.
    package static func text(_ value: Int64, digits: Int) -> String {
        var unit: Int64 = 1
        for _ in 0..<digits { unit *= 10 }
        let sign = value < 0 ? "-" : ""
        let magnitude = value.magnitude
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: UInt64(unit))
        return "\(sign)\(whole).\(padded(fraction, digits))"
    }

    /// With zeros before, to at least `width` digits.
    static func padded(_ value: some BinaryInteger, _ width: Int) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
