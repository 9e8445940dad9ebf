/// What one tick made of the show.
public struct ShowChange: Hashable, Sendable {
    /// The tick that shows it first.
    public let tick: Int
    /// The events committed on this tick, in order, without those that had been applied before or were refused. Empty
    /// where the show changed by itself.
    public let events: [ShowEvent]
    /// Events that don't fit the show as it was, in order.
    public let refusals: [EventRefusal]
    /// The whole show from this tick on.
    public let state: ShowState
}

/// An event that doesn't fit the show, and why.
public struct EventRefusal: Hashable, Sendable {
    public let event: ShowEvent
    public let error: EventError

    public init(event: ShowEvent, error: EventError) {
        (self.event, self.error) = (event, error)
    }
}

/// The changes of a show that a timeline makes, in order: at most one a tick, and none for a tick without events on
/// which nothing happens by itself.
///
/// Products in turn and recaps every few minutes go on for ever, and so does this sequence then unless it has an end.
public struct ShowChanges: Sequence, IteratorProtocol, Sendable {
    private let events: [ShowEvent]
    private var nextIndex = 0
    private var reducer: ShowReducer
    private let end: Int
    private var lastTick = -1

    /// - Parameters:
    ///   - reducer: What the show is like before the first event, and the clock that gives events their ticks.
    ///   - end: The tick to stop before.
    public init(of timeline: EventTimeline, reducer: ShowReducer, end: Int = .max) {
        (events, self.reducer, self.end) = (timeline.events, reducer, end)
    }

    public mutating func next() -> ShowChange? {
        while let tick = nextTick(), tick < end {
            let isDue = reducer.nextChange(after: lastTick) == tick
            lastTick = tick
            reducer.advance(toTick: tick)
            var applied: [ShowEvent] = []
            var refusals: [EventRefusal] = []
            while self.tick(of: nextIndex) == tick {
                let event = events[nextIndex]
                switch reducer.apply(event, atTick: tick) {
                case .applied: applied.append(event)
                case .refused(let error): refusals.append(EventRefusal(event: event, error: error))
                case .repeated: break
                }
                nextIndex += 1
            }
            guard isDue || !applied.isEmpty || !refusals.isEmpty else { continue }
            return ShowChange(tick: tick, events: applied, refusals: refusals, state: reducer.state)
        }
        return nil
    }

    private func nextTick() -> Int? {
        switch (tick(of: nextIndex), reducer.nextChange(after: lastTick)) {
        case (let event?, let due?): Swift.min(event, due)
        case (let event, let due): event ?? due
        }
    }

    private func tick(of index: Int) -> Int? {
        index < events.count ? events[index].tick(at: reducer.frameRate) : nil
    }
}
