public import MediaModel

/// Media times as people write them: `12:30`, `1:02:03.5`, or seconds.
public enum ClipTime {
    /// - Returns: `nil` for anything else, and for more than four days.
    public static func time(_ text: some StringProtocol) -> MediaTime? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 1...3 ~= parts.count, let last = parts.last else { return nil }
        var whole: Int64 = 0
        for (index, part) in parts.dropLast().enumerated() {
            // `1:02:03`, and no more than two digits but at the beginning.
            guard let number = digits(part, index == 0 ? 1...4 : 1...2), index == 0 || number < 60 else { return nil }
            whole = whole * 60 + number
        }
        let pieces = last.split(separator: ".", omittingEmptySubsequences: false)
        guard 1...2 ~= pieces.count, let seconds = digits(pieces[0], parts.count == 1 ? 1...6 : 1...2),
            parts.count == 1 || seconds < 60
        else { return nil }
        var microseconds: Int64 = 0
        if pieces.count == 2 {
            guard let fraction = digits(pieces[1], 1...6) else { return nil }
            microseconds = fraction
            for _ in pieces[1].count..<6 { microseconds *= 10 }
        }
        let total = (parts.count == 1 ? seconds : whole * 60 + seconds) * 1_000_000 + microseconds
        return total <= 345_600_000_000 ? .microseconds(total) : nil
    }

    private static func digits(_ text: some StringProtocol, _ counts: ClosedRange<Int>) -> Int64? {
        guard counts ~= text.utf8.count, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return Int64(text)
    }

    /// `12:30`, `1:02:03.5`: with milliseconds as far as there are any.
    public static func text(_ time: MediaTime) -> String {
        let milliseconds = max(0, time.ticks(timescale: 1_000, rounding: .nearest))
        let (seconds, fraction) = (milliseconds / 1_000, milliseconds % 1_000)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text =
            seconds >= 3_600
            ? "\(seconds / 3_600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
            : "\(seconds / 60):\(two(seconds % 60))"
        if fraction > 0 {
            var decimals = String("\(1_000 + fraction)".dropFirst())
            while decimals.hasSuffix("0") { decimals.removeLast() }
            text += ".\(decimals)"
        }
        return text
    }
}
