/// How far each second of a kind of activity stands out of its own background, in standard deviations.
///
/// A robust z-score: what is usual is the median of the five minutes around, and how much it varies is told by the median of the
/// differences from it, so that a peak doesn't raise its own background. Of counts the square root is looked at (Anscombe's transform), which varies
/// by about 1 whatever the rate is, if viewers act independently: so a show of 20 viewers is judged as one of 20,000 is.
struct Prominence: Sendable {
    /// Of each second.
    let scores: [Double]
    /// What came in the five seconds around each, and what is usual there, both for a second.
    let rates: [Double]
    let usual: [Double]

    /// Seconds on each side of one, which are taken together: what people like they like for some seconds.
    private static let reach = 2
    /// Seconds on each side that are the background.
    private static let background = 150
    /// The background is found anew for every tenth second.
    private static let step = 10

    init(_ counts: [Int]) {
        let window = 2 * Self.reach + 1
        // What lies before and after the show isn't known, so its edges count as far as they go.
        let sums = counts.indices.map { second -> Double in
            let (first, end) = (max(0, second - Self.reach), min(counts.count, second + Self.reach + 1))
            let sum = counts[first..<end].reduce(0.0) { $0 + Double($1) }
            return sum * Double(window) / Double(end - first)
        }
        let values = sums.map { 2 * ($0 + 0.375).squareRoot() }
        var (scores, usual): ([Double], [Double]) = ([], [])
        var (middle, spread) = (0.0, 1.0)
        for second in values.indices {
            if second % Self.step == 0 {
                let around = values[max(0, second - Self.background)..<min(values.count, second + Self.background)]
                    .sorted()
                middle = Self.median(around)
                // 1.4826 makes the median of differences the standard deviation of what is normal.
                let differences = around.map { abs($0 - middle) }.sorted()
                spread = max(1, 1.4826 * Self.median(differences))
            }
            scores.append((values[second] - middle) / spread)
            usual.append(max(0, middle * middle / 4 - 0.375) / Double(window))
        }
        (self.scores, self.usual, rates) = (scores, usual, sums.map { $0 / Double(window) })
    }

    private static func median(_ sorted: [Double]) -> Double { sorted.isEmpty ? 0 : sorted[sorted.count / 2] }
}
