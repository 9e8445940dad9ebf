/// An instant or a duration on a media timeline: `value / timescale` seconds, exactly.
///
/// Times of different timescales compare and add as the rational numbers they are. Nothing here is a `Double`:
/// a sum of 10 000 frames of 1001/30000 s has no error.
public struct MediaTime: Sendable {
    public let value: Int64
    /// Ticks per second; at least 1.
    public let timescale: Int64

    public init(_ value: Int64, timescale: Int64) {
        precondition(timescale > 0, "a timescale of \(timescale) ticks a second")
        (self.value, self.timescale) = (value, timescale)
    }

    public static let zero = MediaTime(0, timescale: 1)

    public static func seconds(_ seconds: Int64) -> MediaTime { MediaTime(seconds, timescale: 1) }
    public static func milliseconds(_ value: Int64) -> MediaTime { MediaTime(value, timescale: 1_000) }
    public static func microseconds(_ value: Int64) -> MediaTime { MediaTime(value, timescale: 1_000_000) }

    /// The time in seconds, for display and for text formats that want decimals; never for arithmetic.
    public var seconds: Double { Double(value) / Double(timescale) }
}

extension MediaTime {
    /// How a rescaled time meets the ticks of its new timescale.
    public enum Rounding: Sendable {
        case down, up
        /// The tick nearest; half a tick goes up.
        case nearest
    }

    /// This time in ticks of another timescale.
    ///
    /// - Precondition: The result fits 64 bits.
    public func ticks(timescale newScale: Int64, rounding: Rounding) -> Int64 {
        precondition(newScale > 0, "a timescale of \(newScale) ticks a second")
        if newScale == timescale { return value }
        let product = value.multipliedFullWidth(by: newScale)
        // A magnitude of 2⁶³ · timescale or more would trap in the division, with a clear enough trace.
        let (quotient, remainder) = timescale.dividingFullWidth(product)
        switch rounding {
        case .down: return remainder < 0 ? quotient - 1 : quotient
        case .up: return remainder > 0 ? quotient + 1 : quotient
        case .nearest:
            // The remainder has the sign of the value and is smaller than the timescale.
            let positive = remainder < 0 ? remainder + timescale : remainder
            let floor = remainder < 0 ? quotient - 1 : quotient
            return positive >= timescale - positive ? floor + 1 : floor
        }
    }
}

extension MediaTime: Codable {
    private enum CodingKeys: CodingKey { case value, timescale }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let timescale = try members.decode(Int64.self, forKey: .timescale)
        guard timescale > 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .timescale, in: members,
                debugDescription: "expected at least 1 tick a second, found \(timescale)")
        }
        self.init(try members.decode(Int64.self, forKey: .value), timescale: timescale)
    }
}

extension MediaTime: Comparable {
    public static func == (left: MediaTime, right: MediaTime) -> Bool {
        left.value.multipliedFullWidth(by: right.timescale) == right.value.multipliedFullWidth(by: left.timescale)
    }

    public static func < (left: MediaTime, right: MediaTime) -> Bool {
        let (a, b) = (
            left.value.multipliedFullWidth(by: right.timescale), right.value.multipliedFullWidth(by: left.timescale)
        )
        return a.high == b.high ? a.low < b.low : a.high < b.high
    }
}

extension MediaTime: Hashable {
    public func hash(into hasher: inout Hasher) {
        // Equal times of different timescales must hash alike.
        let divisor = max(1, greatestCommonDivisor(abs(value), timescale))
        hasher.combine(value / divisor)
        hasher.combine(timescale / divisor)
    }
}

extension MediaTime: AdditiveArithmetic {
    public static func + (left: MediaTime, right: MediaTime) -> MediaTime {
        if left.timescale == right.timescale {
            return MediaTime(left.value + right.value, timescale: left.timescale)
        }
        let divisor = greatestCommonDivisor(left.timescale, right.timescale)
        let common = left.timescale / divisor * right.timescale
        return MediaTime(
            left.value * (right.timescale / divisor) + right.value * (left.timescale / divisor), timescale: common)
    }

    public static func - (left: MediaTime, right: MediaTime) -> MediaTime {
        left + MediaTime(-right.value, timescale: right.timescale)
    }
}

private func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
