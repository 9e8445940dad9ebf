/// The least delay of a track's packets over the last seconds, in steps of an eighth of a second.
struct DelayWindow: Sendable {
    struct Measures: Hashable, Sendable {
        /// The least of all.
        var least: Int64
        /// Of the least of each step, the highest: all steps had a packet at least this early.
        var highestLeast: Int64
    }

    private static let step: Int64 = 125_000_000
    private static let count = 80

    /// The least delay of each step, by the step's number modulo their count.
    private var steps = [(number: Int64, least: Int64)](repeating: (.min, .max), count: Self.count)

    mutating func add(_ delay: Int64, at arrival: Int64) {
        let number = arrival / Self.step
        let index = Int(((number % Int64(Self.count)) + Int64(Self.count)) % Int64(Self.count))
        steps[index] = steps[index].number == number ? (number, min(steps[index].least, delay)) : (number, delay)
    }

    /// - Parameter window: At most ten seconds.
    /// - Returns: `nil` if nothing came in it.
    func measures(within window: Int64, at arrival: Int64) -> Measures? {
        let (last, first) = (arrival / Self.step, (arrival - window) / Self.step)
        var measures: Measures?
        for step in steps where step.number > first && step.number <= last {
            if let found = measures {
                measures = Measures(
                    least: min(found.least, step.least), highestLeast: max(found.highestLeast, step.least))
            } else {
                measures = Measures(least: step.least, highestLeast: step.least)
            }
        }
        return measures
    }
}
