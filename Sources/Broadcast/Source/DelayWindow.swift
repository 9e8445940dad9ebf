/// The least of what was measured over the last seconds, such as the delay of a track's packets, in steps of time.
struct DelayWindow: Sendable {
    struct Measures: Hashable, Sendable {
        /// The least of all.
        var least: Int64
        /// Of the least of each step, the highest: all steps had a packet at least this early.
        var highestLeast: Int64
    }

    private static let count = 80
    /// In nanoseconds.
    private let step: Int64

    /// The least delay of each step, by the step's number modulo their count.
    private var steps = [(number: Int64, least: Int64)](repeating: (.min, .max), count: Self.count)

    /// - Parameter step: How fine the window's beginning is, in nanoseconds; it holds eighty steps.
    init(step: Int64 = 125_000_000) {
        self.step = step
    }

    mutating func add(_ delay: Int64, at arrival: Int64) {
        let number = arrival / step
        let index = Int(((number % Int64(Self.count)) + Int64(Self.count)) % Int64(Self.count))
        steps[index] = steps[index].number == number ? (number, min(steps[index].least, delay)) : (number, delay)
    }

    /// - Parameter window: At most eighty steps: ten seconds, by default.
    /// - Returns: `nil` if nothing came in it.
    func measures(within window: Int64, at arrival: Int64) -> Measures? {
        var measures: Measures?
        for entry in steps where isWithin(window, entry.number, at: arrival) {
            if let found = measures {
                measures = Measures(
                    least: min(found.least, entry.least), highestLeast: max(found.highestLeast, entry.least))
            } else {
                measures = Measures(least: entry.least, highestLeast: entry.least)
            }
        }
        return measures
    }

    /// The least of all but the ``rare`` steps with the least: what is lower than that happens rarely.
    ///
    /// - Parameter window: At most eighty steps.
    /// - Returns: `nil` if not more than ``rare`` steps have anything.
    func usualLeast(within window: Int64, at arrival: Int64) -> Int64? {
        // The lowest so far, in rising order. They fit into a register each, and so cost no allocation in every tick.
        var lowest = InlineArray<4, Int64>(repeating: .max)
        for entry in steps where isWithin(window, entry.number, at: arrival) {
            var least = entry.least
            for place in lowest.indices where least < lowest[place] { swap(&least, &lowest[place]) }
        }
        return lowest[Self.rare] == .max ? nil : lowest[Self.rare]
    }

    /// Half of the steps have nothing less than this.
    ///
    /// - Parameter window: At most eighty steps.
    /// - Returns: `nil` if nothing came in it.
    func median(within window: Int64, at arrival: Int64) -> Int64? {
        // In rising order. No array, which would be an allocation in every tick.
        var sorted = InlineArray<80, Int64>(repeating: .max)
        var count = 0
        for entry in steps where isWithin(window, entry.number, at: arrival) {
            var place = count
            while place > 0, sorted[place - 1] > entry.least {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = entry.least
            count += 1
        }
        return count > 0 ? sorted[count / 2] : nil
    }

    /// How many of the eighty steps may be worse than usual.
    static let rare = 3

    private func isWithin(_ window: Int64, _ number: Int64, at arrival: Int64) -> Bool {
        number > (arrival - window) / step && number <= arrival / step
    }
}
