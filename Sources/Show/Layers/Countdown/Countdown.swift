public import MediaModel

/// Time that runs out.
public struct Countdown: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        /// An instant that the calendar knows: a sale starts at 20:00.
        case wallTime(WallTime)
        /// So long from the event.
        case duration(MediaTime)
        /// Work and rest in turn, so many times; no rest after the last.
        case rounds(count: Int, work: MediaTime, rest: MediaTime)
    }

    public var target: Target
    /// What it counts down to.
    public var label: LocalizedText?
    /// What happens at zero; at most 16.
    public var onZero: [ShowEvent.Action]

    public init(_ target: Target, label: LocalizedText? = nil, onZero: [ShowEvent.Action] = []) {
        self.target = target
        self.label = label
        self.onZero = onZero
    }
}
