/// How long to wait before the next try at a peer that is away or refuses: the waits in turn, the last one again and again, each a
/// fifth longer or shorter by chance, so that many workers don't come back at the same moment.
public struct Backoff: Sendable {
    private let waits: [Duration]
    private var failures = 0

    /// - Precondition: There is at least one wait.
    public init(_ waits: [Duration]) {
        precondition(!waits.isEmpty)
        self.waits = waits
    }

    /// The wait after one more failure.
    public mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    /// The wait after one more failure, with a generator of chance that a test knows.
    public mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let wait = waits[min(failures, waits.count - 1)]
        failures += 1
        return wait * Double.random(in: 0.8...1.2, using: &generator)
    }

    /// Begins anew, after a success.
    public mutating func reset() { failures = 0 }
}
