import MediaModel

/// Chooses exactly one source picture for each tick of the programme clock, whatever the source's rate.
///
/// A tick shows the last picture whose time is nearer to it than to the next: so on average nothing is shown early
/// or late, and a source at the programme's own rate maps one to one even if its timestamps are rounded to
/// milliseconds. Slow sources repeat, fast ones drop. Before its first picture, that picture is shown; after its
/// last, the last.
///
/// Pure: offer pictures in presentation order until it doesn't need one, then ask.
struct FrameSynchroniser<Picture: Sendable>: Sendable {
    private let frameRate: FrameRate
    private var current: Picture?
    private var currentTime: Int64 = .min
    /// Moves the middle between two ticks: see ``margin``.
    private var bias = -Self.margin
    private var next: (picture: Picture, time: Int64)?
    private var isFinished = false
    /// Source pictures that no tick showed.
    private(set) var dropped = 0
    private var currentWasShown = false

    init(frameRate: FrameRate) {
        self.frameRate = frameRate
    }

    /// Whether another picture must be offered, or the end said, before `tick` can be answered.
    func needsPicture(forTick tick: Int) -> Bool {
        guard !isFinished else { return false }
        guard let next else { return true }
        return isDue(next.time, at: tick)
    }

    /// Takes the next picture.
    ///
    /// - Parameter time: Since the programme's start, in nanoseconds.
    mutating func offer(_ picture: Picture, time: Int64) {
        if let next { advance(to: next) }
        if current == nil {
            // The first is shown until the second is due, even before its own time.
            (current, currentWasShown) = (picture, false)
            next = nil
        } else {
            next = (picture, time)
        }
    }

    /// Says that no picture follows.
    mutating func finish() {
        isFinished = true
    }

    /// The picture to show, or `nil` if the source had none at all; whether it is another than before, and whether the next tick
    /// will show it again.
    mutating func picture(forTick tick: Int) -> (picture: Picture, isNew: Bool, isRepeatedNext: Bool)? {
        if let next, isDue(next.time, at: tick) {
            advance(to: next)
            self.next = nil
        }
        let isNew = !currentWasShown
        settle(at: tick, hasAdvanced: isNew)
        currentWasShown = true
        guard let current else { return nil }
        let isReplaced = next.map { isDue($0.time, at: tick + 1) } ?? !isFinished
        return (current, isNew, !isReplaced)
    }

    private mutating func advance(to next: (picture: Picture, time: Int64)) {
        if current != nil && !currentWasShown { dropped += 1 }
        (current, currentTime) = next
        currentWasShown = false
    }

    /// Times in milliseconds, as Matroska and FLV have them, are off by up to this much.
    ///
    /// So pictures near the middle of two ticks would be shown now early, now late: all of a source of twice the
    /// programme's rate, and a second out of every half minute of 29.97 in 30. What was decided of one such picture
    /// therefore holds for those that follow it.
    private static var margin: Int64 { 1_000_000 }

    private mutating func settle(at tick: Int, hasAdvanced: Bool) {
        let middle = middle(after: tick)
        if hasAdvanced, currentTime >= middle - 2 * Self.margin { bias = Self.margin }
        if let next, next.time < middle + 2 * Self.margin { bias = -Self.margin }
    }

    /// The tick that a picture of this time is shown on, if it comes in time: 0 or more.
    func tick(showing time: Int64) -> Int {
        // Of all ticks whose middle to the next lies after it, the first.
        let halves = max(0, time - bias) * Int64(frameRate.framesPerSecond) / 500_000_000
        return Int((halves + 1) / 2)
    }

    /// Whether a picture of this time is to be shown at `tick` rather than later: before the middle of the two ticks.
    private func isDue(_ time: Int64, at tick: Int) -> Bool {
        time < middle(after: tick) + bias
    }

    private func middle(after tick: Int) -> Int64 {
        // (2 · tick + 1) / (2 · rate) seconds; ticks of a year still fit 64 bits.
        (2 * Int64(tick) + 1) * 500_000_000 / Int64(frameRate.framesPerSecond)
    }
}
