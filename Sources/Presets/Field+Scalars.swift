import Foundation
import MediaModel
import Show

extension Field {
    /// Text without control characters.
    func text(upTo limit: Int) -> String? {
        guard let text = scalarText, !text.isEmpty, !isEmpty, text.count <= limit,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else { return mismatch(expected: "one line of text of 1 to \(limit) characters") }
        return text
    }

    /// A decimal number: `4`, `0.5`; not `1e3` or `0x10`.
    func number(in range: ClosedRange<Double>) -> Double? {
        guard let number = scalarText.flatMap(Self.decimal), range.contains(number) else {
            return mismatch(
                expected: "a number from \(plainText(of: range.lowerBound)) to \(plainText(of: range.upperBound))")
        }
        return number
    }

    func integer(in range: ClosedRange<Int>) -> Int? {
        guard let number = wholeNumber, range.contains(number) else {
            return mismatch(expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A size in luma samples.
    func evenSize() -> Int? {
        guard let number = wholeNumber, (16...4_096).contains(number), number.isMultiple(of: 2) else {
            return mismatch(expected: "an even number from 16 to 4096")
        }
        return number
    }

    /// One of a few whole numbers.
    func integer(among choices: [Int]) -> Int? {
        guard let number = wholeNumber, choices.contains(number) else {
            return mismatch(expected: "one of \(choices.map(String.init).joined(separator: ", "))")
        }
        return number
    }

    /// Percent of the canvas: `4%`.
    func percent(in range: ClosedRange<Double>) -> Double? {
        let expected = "a percentage from \(plainText(of: range.lowerBound))% to \(plainText(of: range.upperBound))%"
        guard let text = scalarText, text.hasSuffix("%"), let number = Self.decimal(text.dropLast()),
            range.contains(number)
        else { return mismatch(expected: expected) }
        return number
    }

    /// `300ms`, `0.3s` or `5m`, to the microsecond.
    func duration(inMilliseconds range: ClosedRange<Int>) -> MediaTime? {
        // Animations are thought of in milliseconds, all else in seconds.
        let isShort = range.upperBound <= 10_000
        let expected =
            isShort
            ? "a duration from \(range.lowerBound)ms to \(range.upperBound)ms, such as 300ms or 0.3s"
            : "a duration from \(range.lowerBound / 1_000)s to \(range.upperBound / 1_000)s, such as 90s or 1.5m"
        guard let text = scalarText else { return mismatch(expected: expected) }
        let units: [(suffix: String, microseconds: Double)] = [("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000)]
        // A day in the end: a Double holds its microseconds with many bits to spare.
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }),
            let number = Self.decimal(text.dropLast(unit.suffix.count)),
            case let microseconds = (number * unit.microseconds).rounded(),
            microseconds >= Double(range.lowerBound) * 1_000, microseconds <= Double(range.upperBound) * 1_000
        else { return mismatch(expected: expected) }
        return .microseconds(Int64(microseconds))
    }

    /// `3000k`, `3M`, `2.5M` or `3000000`, in bits per second.
    func bitRate(in range: ClosedRange<Int>) -> Int? {
        let bounds = "\(range.lowerBound / 1_000)k to \(range.upperBound / 1_000)k"
        let expected = "a bit rate from \(bounds), such as 3000k or 3M"
        guard let text = scalarText else { return mismatch(expected: expected) }
        let scale = text.hasSuffix("k") ? 1_000.0 : text.hasSuffix("M") ? 1_000_000 : 1
        guard let number = Self.decimal(scale == 1 ? text[...] : text.dropLast()),
            case let bits = (number * scale).rounded(),
            bits >= Double(range.lowerBound), bits <= Double(range.upperBound)
        else { return mismatch(expected: expected) }
        return Int(bits)
    }

    func color() -> Color? {
        guard let color = scalarText.flatMap(Color.init(hex:)) else {
            // An unquoted # starts a comment, which leaves nothing behind it.
            let hint = isEmpty ? " (in quotation marks)" : ""
            return mismatch(expected: "a colour such as \"#fff\", \"#e11d48\" or \"#e11d48cc\"\(hint)")
        }
        return color
    }

    func flag() -> Bool? {
        switch scalarText {
        case "true": true
        case "false": false
        default: mismatch(expected: "true or false")
        }
    }

    /// One of an enumeration's words.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type) -> Choice? {
        if let choice = scalarText.flatMap(Choice.init(rawValue:)) { return choice }
        let words = type.allCases.map(\.rawValue)
        let nearest = scalarText.flatMap { nearestName(to: $0, among: words) }
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
        report("expected one of \(words.joined(separator: ", ")), found \(foundWord)\(hint)")
        return nil
    }

    private var foundWord: String { scalarText.map { isEmpty ? "nothing" : quoted($0) } ?? "a list or a map" }

    private var wholeNumber: Int? {
        guard let text = scalarText, Self.decimal(text) != nil else { return nil }
        return Int(text)
    }

    static func decimal(_ text: some StringProtocol) -> Double? {
        var digits = text.utf8[...]
        if digits.first == UInt8(ascii: "-") { digits = digits.dropFirst() }
        let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isDecimal =
            (1...2).contains(parts.count) && digits.count <= 20
            && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
        return isDecimal ? Double(String(text)) : nil
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
