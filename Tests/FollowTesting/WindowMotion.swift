/// How a window moves from tick to tick, as whoever watches it would measure it.
public struct WindowMotion: Sendable {
    /// In window widths, by tick; from one jump to the next.
    private let stretches: [[Double]]
    private let ticksPerSecond: Double

    /// - Parameters:
    ///   - places: The window's middle by tick, in window widths.
    ///   - jumps: The ticks on which it jumped.
    public init(_ places: [Double], jumps: [Int], ticksPerSecond: Double) {
        let edges = [0] + jumps + [places.count]
        stretches = zip(edges, edges.dropFirst()).map { Array(places[$0..<$1]) }
        self.ticksPerSecond = ticksPerSecond
    }

    /// The most in window widths and seconds: of order 1 the speed, of 2 the acceleration, of 3 the jerk. Jumps don't count.
    public func most(order: Int) -> Double {
        stretches.map { stretch in
            var values = stretch
            for _ in 0..<order { values = zip(values, values.dropFirst()).map { ($1 - $0) * ticksPerSecond } }
            return values.map(abs).max() ?? 0
        }.max() ?? 0
    }
}
