public import MediaModel

/// Finds what moves in a picture that stands still otherwise: a hand with a product, somebody whose face isn't seen.
///
/// It compares thumbnails 0.2 s apart. Light that changes everywhere, and traffic all over the picture, are no subject: at least 0.4 % of
/// the thumbnail must change, and three fifths of the change must lie near one place.
public final class MotionDetector: SubjectDetector {
    private static let (width, height) = (LumaThumbnail.width, LumaThumbnail.height)
    /// Changes by less are noise, in luma's steps beyond the picture's median.
    private static let noise = 10
    /// What is left of a change at the next look.
    private static let decay: Float = 0.55
    private static let (leastActive, nearby, leastShare) = (0.004, 0.28, Float(0.6))

    private var last: [UInt8]?
    private var energy = [Float](repeating: 0, count: width * height)

    public init() {}

    public var interval: Int64 { 200_000_000 }

    public func look(
        at luma: Span<UInt8>, _ blueChroma: Span<UInt8>, _ redChroma: Span<UInt8>, _ layout: PlaneLayout, _ shot: Shot
    ) throws(FollowError) -> Finding {
        let now = Self.blurred(shot.thumbnail.samples)
        defer { last = now }
        guard let last, !shot.isCut else {
            energy = [Float](repeating: 0, count: energy.count)
            return Finding(time: shot.time, subjects: [])
        }
        add(Self.differences(now, last))
        // Where the crop is 9:16, it is so wide.
        let window = min(1, 9 / 16 * Double(layout.size.height) / Double(layout.size.width))
        return Finding(time: shot.time, subjects: subject(window: window).map { [$0] } ?? [])
    }

    /// How much moves inside a box, 0...1.
    func activity(in box: SubjectBox) -> Double {
        func cells(_ start: Double, _ length: Double, _ count: Int) -> Range<Int> {
            let (first, end) = ((start * Double(count)).rounded(.down), ((start + length) * Double(count)).rounded(.up))
            let (lower, upper) = (min(max(0, first), Double(count)), min(max(0, end), Double(count)))
            return Int(lower)..<max(Int(lower), Int(upper))
        }
        let (columns, rows) = (cells(box.x, box.width, Self.width), cells(box.y, box.height, Self.height))
        guard !columns.isEmpty, !rows.isEmpty else { return 0 }
        var sum: Float = 0
        for row in rows { for column in columns { sum += energy[row * Self.width + column] } }
        return min(1, Double(sum) / Double(columns.count * rows.count) / 255)
    }

    private func add(_ differences: [UInt8]) {
        var counts = [Int](repeating: 0, count: 256)
        for difference in differences { counts[Int(difference)] += 1 }
        var (median, seen) = (0, counts[0])
        while 2 * seen < differences.count, median < 255 {
            median += 1
            seen += counts[median]
        }
        let floor = median + Self.noise
        for index in energy.indices {
            energy[index] = energy[index] * Self.decay + Float(max(0, Int(differences[index]) - floor))
        }
    }

    private func subject(window: Double) -> Subject? {
        let active = energy.count { $0 > 1 }
        guard Double(active) >= Self.leastActive * Double(energy.count) else { return nil }
        var columns = [Float](repeating: 0, count: Self.width)
        for index in energy.indices { columns[index % Self.width] += energy[index] }
        let total = columns.reduce(0, +)
        func best(_ count: Int) -> (first: Int, sum: Float) {
            let count = min(max(1, count), Self.width)
            var sum = columns[..<count].reduce(0, +)
            var best = (first: 0, sum: sum)
            for first in 1..<max(1, Self.width - count + 1) {
                sum += columns[first + count - 1] - columns[first - 1]
                if sum > best.sum { best = (first, sum) }
            }
            return best
        }
        guard best(Int(Self.nearby * Double(Self.width))).sum >= Self.leastShare * total else { return nil }
        let count = min(Self.width, max(2, Int(0.8 * window * Double(Self.width))))
        let place = best(count)
        let inside = place.first..<min(Self.width, place.first + count)
        let rows = (0..<Self.height).map { row in
            inside.reduce(Float(0)) { $0 + energy[row * Self.width + $1] }
        }
        let across = Self.extent(Array(columns[inside]))
        let down = Self.extent(rows)
        let (left, width) = (Double(place.first) + across.start, across.end - across.start)
        return Subject(
            .motion,
            SubjectBox(
                x: left / Double(Self.width), y: down.start / Double(Self.height), width: width / Double(Self.width),
                height: (down.end - down.start) / Double(Self.height)),
            score: Double(place.sum / total))
    }

    /// Where most of the weight lies: as wide as three standard deviations around the mean.
    private static func extent(_ weights: [Float]) -> (start: Double, end: Double) {
        let total = max(weights.reduce(0, +), .leastNormalMagnitude)
        var (mean, square) = (0.0, 0.0)
        for (index, weight) in weights.enumerated() {
            let (place, share) = (Double(index) + 0.5, Double(weight / total))
            mean += share * place
            square += share * place * place
        }
        let deviation = max(0.5, max(0, square - mean * mean).squareRoot())
        return (max(0, mean - 1.5 * deviation), min(Double(weights.count), mean + 1.5 * deviation))
    }

    private static func differences(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        zip(first, second).map { $0 > $1 ? $0 - $1 : $1 - $0 }
    }

    /// Each sample with its neighbours, 1:2:1 across and down: about a standard deviation of 0.7.
    private static func blurred(_ samples: [UInt8]) -> [UInt8] {
        var across = [Int](repeating: 0, count: samples.count)
        for row in 0..<height {
            let start = row * width
            for x in 0..<width {
                let (left, right) = (max(0, x - 1), min(width - 1, x + 1))
                across[start + x] =
                    Int(samples[start + left]) + 2 * Int(samples[start + x]) + Int(samples[start + right])
            }
        }
        return (0..<samples.count).map { index in
            let (up, down) = (
                index < width ? index : index - width, index >= samples.count - width ? index : index + width
            )
            return UInt8((across[up] + 2 * across[index] + across[down] + 8) / 16)
        }
    }
}
