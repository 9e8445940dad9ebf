public import MediaModel

/// What those who join late have missed.
public struct Recap: Hashable, Sendable {
    /// 1 to 3 short ones.
    public var lines: [LocalizedText]
    /// From one showing to the next; `nil` for on demand only.
    public var every: MediaTime?
    /// How long it is shown each time.
    public var duration: MediaTime

    public init(lines: [LocalizedText], every: MediaTime? = nil, duration: MediaTime = .seconds(8)) {
        self.lines = lines
        self.every = every
        self.duration = duration
    }
}
