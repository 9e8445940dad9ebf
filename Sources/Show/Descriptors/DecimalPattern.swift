/// Regular expressions for decimals of a range, as JSON Schema knows no limits of numbers that have a unit behind them.
enum DecimalPattern {
    /// - Parameter range: Its upper bound is whole; its lower bound may have decimals if it isn't negative.
    static func of(_ range: ClosedRange<Double>) -> String {
        if range.lowerBound < 0 {
            return "-(?:\(of(0...(-range.lowerBound))))|\(of(0...range.upperBound))"
        }
        let (first, last) = (Int(range.lowerBound.rounded(.down)), Int(range.upperBound))
        var parts: [String] = []
        // What follows the point of a bound that isn't whole: 2.2, 0.05.
        if range.lowerBound > Double(first) {
            let fraction = plainText(of: range.lowerBound).split(separator: ".")[1]
            parts.append("\(first)\\.(?:\(atLeast(fraction[...])))")
        }
        let whole = range.lowerBound > Double(first) ? first + 1 : first
        if whole < last { parts.append("(?:\(integers(whole, last - 1)))(?:\\.[0-9]+)?") }
        return (parts + ["\(last)(?:\\.0+)?"]).joined(separator: "|")
    }

    /// Digits behind a point that are at least these.
    private static func atLeast(_ digits: Substring) -> String {
        guard let first = digits.first.flatMap({ Int(String($0)) }) else { return "" }
        let rest = digits.dropFirst()
        guard !rest.isEmpty else { return "[\(first)-9][0-9]*" }
        let larger = first < 9 ? "[\(first + 1)-9][0-9]*|" : ""
        return "\(larger)\(first)(?:\(atLeast(rest)))"
    }

    /// Whole numbers from one to another, those of each ten in one part.
    private static func integers(_ first: Int, _ last: Int) -> String {
        var parts: [(tens: ClosedRange<Int>, digits: ClosedRange<Int>)] = []
        for ten in first / 10...last / 10 {
            let digits = max(0, first - ten * 10)...min(9, last - ten * 10)
            if let before = parts.last, before.digits == digits, ten > 1 {
                parts[parts.count - 1].tens = before.tens.lowerBound...ten
            } else {
                parts.append((ten...ten, digits))
            }
        }
        return parts.map { tens, digits in
            let unit =
                digits.lowerBound == digits.upperBound
                ? "\(digits.lowerBound)" : "[\(digits.lowerBound)-\(digits.upperBound)]"
            guard tens.upperBound > 0 else { return unit }
            return
                (tens.lowerBound == tens.upperBound ? "\(tens.lowerBound)" : "[\(tens.lowerBound)-\(tens.upperBound)]")
                + unit
        }.joined(separator: "|")
    }
}
