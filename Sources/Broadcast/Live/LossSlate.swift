import Show

/// The preset's slate, which stands in for a source that isn't there where the show itself has put none up.
struct LossSlate {
    private(set) var run = Timed<SlateRun>()
    private var source: LiveStatus.SourceState
    private var hasBeenLive: Bool

    /// - Parameter isLive: Whether the first tick has the source's picture.
    init(isLive: Bool) {
        (source, hasBeenLive) = (isLive ? .live : .waiting, isLive)
    }

    /// Whether another state of the source than before is seen.
    func differs(from new: LiveStatus.SourceState) -> Bool { new != source }

    /// Puts the slate up before the first tick, if no source is there by then.
    mutating func begin() {
        if source == .waiting { run = Timed(current: SlateRun(slate: Slate(.startingSoon))) }
    }

    /// Puts the slate up, or takes it away, as the source has gone or come.
    ///
    /// - Parameter isWanted: Whether the preset has a slate at all.
    /// - Returns: Whether anything has changed.
    mutating func update(_ new: LiveStatus.SourceState, isWanted: Bool, atTick tick: Int) -> Bool {
        source = new
        if new == .live { hasBeenLive = true }
        let isLost = new == .slate || new == .waiting
        guard isWanted, isLost != (run.current != nil) else { return false }
        run = Timed(
            current: isLost ? SlateRun(slate: Slate(hasBeenLive ? .backSoon : .startingSoon)) : nil,
            previous: run.current, changedAt: tick)
        return true
    }

    /// A state of the show with this slate in it.
    func over(_ state: ShowState) -> ShowState {
        guard state.slate.current == nil, run.current != nil || run.changedAt > state.slate.changedAt else {
            return state
        }
        var state = state
        state.slate = run
        return state
    }
}
