import Show

/// The events that wait for their times, by their ids.
struct WaitingIDs {
    private var events: [String: LiveEvent] = [:]

    /// - Parameter scheduled: In the order of their times.
    init(of scheduled: [LiveEvent]) {
        for event in scheduled { insert(event) }
    }

    subscript(_ id: String) -> LiveEvent? { events[id] }

    /// The first event of an id stays.
    mutating func insert(_ event: LiveEvent) {
        guard let id = event.event.id, events[id] == nil else { return }
        events[id] = event
    }
}
