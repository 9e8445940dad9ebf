/// What of a picture stays the same when its light changes.
struct CutFeatures: Sendable {
    private static let (columns, rows) = (LumaThumbnail.width / 4, LumaThumbnail.height / 4)
    /// Shots differ by more than both.
    private static let (leastDifference, leastUnlikeness) = (0.6, 0.4)
    /// Added to the spread, and to a norm: in a picture without any contrast noise is no likeness.
    private static let (spreadFloor, normFloor) = (Float(4), Float(900))

    /// Each sample less the mean, over the spread.
    private let normal: [Float]
    /// Means of 4×4 samples, less theirs.
    private let coarse: [Float]
    private let norm: Float

    init(_ thumbnail: LumaThumbnail) {
        let count = thumbnail.samples.count
        // Whole numbers, so that the order of adding doesn't matter.
        var (sum, squares) = (0, 0)
        for sample in thumbnail.samples {
            sum += Int(sample)
            squares += Int(sample) * Int(sample)
        }
        let mean = Float(sum) / Float(count)
        let spread = max(0, Float(squares) / Float(count) - mean * mean).squareRoot()
        let scale = 1 / (spread + Self.spreadFloor)
        normal = thumbnail.samples.map { (Float($0) - mean) * scale }

        var sums = [Int](repeating: 0, count: Self.columns * Self.rows)
        for y in 0..<4 * Self.rows {
            for x in 0..<4 * Self.columns {
                sums[y / 4 * Self.columns + x / 4] += Int(thumbnail.samples[y * LumaThumbnail.width + x])
            }
        }
        let coarseMean = Float(sums.reduce(0, +)) / Float(sums.count)
        coarse = sums.map { (Float($0) - coarseMean) / 16 }
        norm = coarse.reduce(Self.normFloor) { $0 + $1 * $1 }
    }

    /// Whether the two are of different shots.
    func differs(from other: CutFeatures) -> Bool {
        var difference: Float = 0
        for index in normal.indices { difference += abs(normal[index] - other.normal[index]) }
        guard Double(difference) / Double(normal.count) > Self.leastDifference else { return false }
        var likeness: Float = 0
        for index in coarse.indices { likeness += coarse[index] * other.coarse[index] }
        return 1 - Double(likeness / (norm * other.norm).squareRoot()) > Self.leastUnlikeness
    }
}
