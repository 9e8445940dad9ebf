/// The blocks in which somebody was heard lately, and how loud they were.
struct LevelHistory: Sendable {
    /// 30 s: a block comes every 100 ms.
    private static let length = 300
    private static let gate = energyRatio(ofDecibels: -10)
    /// What rises further above the middle is cut there, so that claps count little.
    private static let cap = energyRatio(ofDecibels: 6)

    private var blocks = HopWindow(length)
    /// The same, from the quietest to the loudest.
    private var sorted: [Double] = []

    init() { sorted.reserveCapacity(Self.length) }

    var isEmpty: Bool { sorted.isEmpty }

    mutating func append(_ block: Double) {
        if blocks.count == Self.length { sorted.remove(at: place(of: blocks[0])) }
        blocks.append(block)
        sorted.insert(block, at: place(of: block))
    }

    /// Forgets all but the last so many.
    mutating func keep(last count: Int) {
        // At most two seconds of blocks: they are taken out in place, as there is no room to make.
        while blocks.count > count {
            sorted.remove(at: place(of: blocks[0]))
            blocks.removeFirst()
        }
    }

    mutating func removeAll() {
        blocks.removeAll()
        sorted.removeAll(keepingCapacity: true)
    }

    /// The energy of what is heard: the mean of what lies above the relative gate, loud bursts capped; `nil` if there is nothing.
    var energy: Double? {
        guard !sorted.isEmpty else { return nil }
        // Uncapped, one burst far above the voice would lift the gate over all of the voice.
        return cappedMean(from: place(of: cappedMean(from: 0) * Self.gate))
    }

    private func cappedMean(from first: Int) -> Double {
        let highest = sorted[first + (sorted.count - first) / 2] * Self.cap
        var sum = 0.0
        for index in first..<sorted.count { sum += min(sorted[index], highest) }
        return sum / Double(sorted.count - first)
    }

    /// Where the first block is that isn't below `energy`.
    private func place(of energy: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < energy { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
