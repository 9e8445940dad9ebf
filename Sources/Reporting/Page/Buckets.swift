/// The show cut into equal spans, for a chart and its table: 120 at most, each of a length that people count in.
struct Buckets: Hashable, Sendable {
    /// Seconds.
    let width: Int
    let count: Int

    private static let widths = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400]
    private static let most = 120

    /// - Parameter duration: Of the show, in seconds.
    init(duration: Double) {
        let seconds = max(1, Int(duration.rounded(.up)))
        width = Self.widths.first { (seconds + $0 - 1) / $0 <= Self.most } ?? 86_400
        count = (seconds + width - 1) / width
    }

    func range(_ index: Int) -> Range<Int> { index * width..<(index + 1) * width }

    func sums(of activity: Activity) -> [Int] { (0..<count).map { activity.sum(range($0)) } }

    /// Of what is known at instants: the highest of each span, and of one without any the one before.
    func highest(of points: [AudiencePoint], _ value: KeyPath<AudiencePoint, Int>) -> [Int] {
        var sums = [Int?](repeating: nil, count: count)
        for point in points {
            let index = min(count - 1, max(0, Int(point.at) / width))
            sums[index] = max(sums[index] ?? 0, point[keyPath: value])
        }
        var last = 0
        return sums.map { sum in
            last = sum ?? last
            return last
        }
    }
}
