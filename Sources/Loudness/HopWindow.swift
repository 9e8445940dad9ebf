/// The energies of the last hops, so many of them, without allocation.
struct HopWindow: Sendable {
    private var energies: [Double]
    private var next = 0
    private(set) var count = 0

    init(_ length: Int) { energies = [Double](repeating: 0, count: length) }

    mutating func append(_ energy: Double) {
        energies[next] = energy
        next = (next + 1) % energies.count
        count = min(count + 1, energies.count)
    }

    mutating func removeAll() { (next, count) = (0, 0) }

    /// - Precondition: There is one.
    mutating func removeFirst() { count -= 1 }

    /// From the oldest (0) to the newest.
    subscript(index: Int) -> Double { energies[(next - count + index + energies.count) % energies.count] }

    /// The mean of the last so many; `nil` until there are as many.
    func mean(ofLast length: Int) -> Double? {
        guard count >= length else { return nil }
        var sum = 0.0
        for index in count - length..<count { sum += self[index] }
        return sum / Double(length)
    }
}
