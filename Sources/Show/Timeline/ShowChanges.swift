/// What the events of one tick made of the show.
public struct ShowChange: Hashable, Sendable {
    /// The tick that shows it first.
    public let tick: Int
    /// The events committed on this tick, in order, without those whose id had been applied before.
    public let events: [ShowEvent]
    /// The whole show from this tick on.
    public let state: ShowState
}

/// The changes of a show that a timeline makes, in order: at most one a tick, and none for a tick without events.
public struct ShowChanges: Sequence, IteratorProtocol, Sendable {
    private let events: [ShowEvent]
    private var nextIndex = 0
    private var reducer: ShowReducer

    /// - Parameter reducer: What the show is like before the first event, and the clock that gives events their ticks.
    public init(of timeline: EventTimeline, reducer: ShowReducer) {
        (events, self.reducer) = (timeline.events, reducer)
    }

    public mutating func next() -> ShowChange? {
        while let tick = tick(of: nextIndex) {
            var applied: [ShowEvent] = []
            repeat {
                if reducer.apply(events[nextIndex], atTick: tick) { applied.append(events[nextIndex]) }
                nextIndex += 1
            } while self.tick(of: nextIndex) == tick
            if !applied.isEmpty { return ShowChange(tick: tick, events: applied, state: reducer.state) }
        }
        return nil
    }

    private func tick(of index: Int) -> Int? {
        index < events.count ? events[index].tick(at: reducer.frameRate) : nil
    }
}
