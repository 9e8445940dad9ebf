public import MediaModel

/// Measures a rendition's average and peak bit rates while its segments are made (RFC 8216bis 4.1).
///
/// It keeps a few segments only, however long the show.
public struct BandwidthMeter: Sendable {
    /// EXT-X-TARGETDURATION, in seconds.
    public let targetDuration: Int

    private struct Segment {
        var bytes: Int
        var duration: MediaTime
    }

    /// The last segments that may still be part of a set with one to come.
    private var recent: [Segment] = []
    private var total = Segment(bytes: 0, duration: .zero)
    private var largestOfASet = 0

    public init(targetDuration: Int) {
        precondition(targetDuration > 0, "a target duration of \(targetDuration) s")
        self.targetDuration = targetDuration
    }

    /// Counts the next segment.
    ///
    /// - Parameters:
    ///   - bytes: Of its file, container included.
    ///   - duration: More than zero.
    public mutating func add(bytes: Int, duration: MediaTime) {
        precondition(bytes >= 0 && duration > .zero, "\(bytes) bytes in \(duration)")
        total.bytes += bytes
        total.duration += duration
        recent.append(Segment(bytes: bytes, duration: duration))

        // The sets that end with this segment, from the shortest.
        let shortest = MediaTime(Int64(targetDuration), timescale: 2)
        let longest = MediaTime(Int64(targetDuration) * 3, timescale: 2)
        var set = Segment(bytes: 0, duration: .zero)
        var kept = 0
        for segment in recent.reversed() {
            set.bytes += segment.bytes
            set.duration += segment.duration
            if set.duration > longest { break }
            kept += 1
            if set.duration >= shortest { largestOfASet = max(largestOfASet, Self.bitRate(set)) }
        }
        recent.removeFirst(recent.count - kept)
    }

    /// Bits per second over all segments, rounded up; 0 without any.
    public var average: Int { total.duration > .zero ? Self.bitRate(total) : 0 }

    /// The largest bit rate, in bits per second and rounded up, of any contiguous segments that together last between
    /// 0.5 and 1.5 target durations.
    ///
    /// A show too short for such a set has its average for a peak.
    public var peak: Int { largestOfASet > 0 ? largestOfASet : average }

    /// Leaves room for sums.
    private static let largestBitRate = 1 << 60

    private static func bitRate(_ set: Segment) -> Int {
        // Bits times ticks a second, by ticks. A hostile playlist may ask for more than any number holds.
        let product = (UInt64(set.bytes) * 8).multipliedFullWidth(by: UInt64(set.duration.timescale))
        let divisor = UInt64(set.duration.value)
        guard product.high < divisor else { return largestBitRate }
        let (quotient, remainder) = divisor.dividingFullWidth(product)
        guard quotient < UInt64(largestBitRate) else { return largestBitRate }
        return Int(quotient) + (remainder > 0 ? 1 : 0)
    }
}

// MARK: - Variants

/// The BANDWIDTH and AVERAGE-BANDWIDTH of a variant, or its share of them that one rendition has; in bits per second (RFC 8216bis
/// 4.4.6.2).
public struct VariantBandwidth: Hashable, Sendable {
    public let peak, average: Int

    public init(peak: Int, average: Int) { (self.peak, self.average) = (peak, average) }

    /// What two renditions take together.
    public static func + (left: Self, right: Self) -> Self {
        VariantBandwidth(peak: left.peak + right.peak, average: left.average + right.average)
    }

    /// Of a variant and the most demanding rendition of its audio group: the largest sum that any combination a player
    /// may choose gives.
    public init(variant: BandwidthMeter, audioGroup: [BandwidthMeter] = []) {
        self.init(
            peak: variant.peak + (audioGroup.map(\.peak).max() ?? 0),
            average: variant.average + (audioGroup.map(\.average).max() ?? 0))
    }
}
