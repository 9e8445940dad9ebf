package import MediaModel

/// Times as caption files write them.
package enum CueTime {
    /// `00:01:02.500`, also without hours, with a comma, or with fewer digits: what files in the world have. `nil` for anything else.
    package static func read(_ text: some StringProtocol) -> MediaTime? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard 2...3 ~= parts.count, let last = parts.last else { return nil }
        let seconds = last.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard 1...2 ~= seconds.count, let whole = number(seconds[0], upTo: 2), whole < 60,
            let minutes = number(parts[parts.count - 2], upTo: 2), minutes < 60
        else { return nil }
        var milliseconds: Int64 = 0
        if seconds.count == 2 {
            guard let fraction = number(seconds[1], upTo: 3) else { return nil }
            milliseconds = fraction * [100, 10, 1][seconds[1].utf8.count - 1]
        }
        var hours: Int64 = 0
        if parts.count == 3 {
            guard let count = number(parts[0], upTo: 4) else { return nil }
            hours = count
        }
        return .milliseconds(((hours * 60 + minutes) * 60 + whole) * 1_000 + milliseconds)
    }

    private static func number(_ digits: some StringProtocol, upTo count: Int) -> Int64? {
        guard 1...count ~= digits.utf8.count, digits.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        return Int64(digits)
    }

    /// `01:02:03.500`, to the millisecond that is nearest. Not before 0.
    package static func text(of time: MediaTime) -> String {
        let milliseconds = max(0, time.ticks(timescale: 1_000, rounding: .nearest))
        let (seconds, fraction) = (milliseconds / 1_000, milliseconds % 1_000)
        return
            "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(fraction, 3))"
    }

    private static func padded(_ number: Int64, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
