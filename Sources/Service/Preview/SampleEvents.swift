import Broadcast
import MediaModel
import Show

/// A sample's events, for a sample that is shown again and again: each round has its own ids, as of two events with one id the
/// second counts for nothing.
struct SampleEvents: Sendable {
    private let events: [LiveEvent]
    private var round = 0
    private var next = 0

    /// Hearts that rose longer ago have left the screen.
    private static let heartsMemory = MediaTime.seconds(4)

    /// - Parameter events: Those without a time are at the beginning.
    init(_ events: [LiveEvent]) {
        // Those of one time stay in their order.
        self.events = events.enumerated().sorted { left, right in
            let (first, second) = (left.element.time, right.element.time)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    /// What happens up to a position of a round.
    ///
    /// A round that begins elsewhere than at the start has all that was before, but for hearts that are gone.
    ///
    /// - Returns: Whether a new round has begun, and the events, for now.
    mutating func take(round: Int, upTo position: MediaTime) -> (isNewRound: Bool, events: [LiveEvent]) {
        let isNew = round != self.round
        if isNew { (self.round, next) = (round, 0) }
        var taken: [LiveEvent] = []
        while next < events.count, events[next].time <= position {
            let event = events[next]
            next += 1
            if isNew, case .hearts = event.event.action, event.time + Self.heartsMemory < position { continue }
            taken.append(event.inRound(round))
        }
        return (isNew, taken)
    }

    /// What a page needs to mark the events on the sample's timeline, as a JSON list of the events themselves: a thousand at
    /// most, of which half may be hearts.
    var marks: String {
        func isHearts(_ event: LiveEvent) -> Bool { if case .hearts = event.event.action { true } else { false } }
        let shown =
            events.filter { !$0.json.isEmpty && !isHearts($0) }.prefix(500) + events.filter(isHearts).prefix(500)
        return "[\(shown.map { "{\"time\":\($0.time.seconds),\"event\":\($0.line)}" }.joined(separator: ","))]"
    }
}

extension LiveEvent {
    fileprivate var time: MediaTime { event.mediaTime ?? .zero }

    /// Its JSON, without line breaks.
    var line: String { json.split(whereSeparator: \.isNewline).joined(separator: " ") }

    fileprivate func inRound(_ round: Int) -> LiveEvent {
        var event = event
        event.at = nil
        event.id = event.id.map { Self.name($0, round) }
        event.action = event.action.inRound(round)
        return LiveEvent(event, json: json)
    }

    fileprivate static func name(_ id: String, _ round: Int) -> String { round == 0 ? id : "\(id)~\(round)" }
}

extension ShowEvent.Action {
    /// The same with the ids of that round.
    fileprivate func inRound(_ round: Int) -> ShowEvent.Action {
        func name(_ id: String) -> String { LiveEvent.name(id, round) }
        switch self {
        case .comment(.show(var comment, let isPinned)):
            comment.id = comment.id.map(name)
            return .comment(.show(comment, isPinned: isPinned))
        case .comment(.pin(let id)): return .comment(.pin(id: name(id)))
        case .comment(.unpin(let id)): return .comment(.unpin(id: id.map(name)))
        case .comment(.remove(let id)): return .comment(.remove(id: name(id)))
        case .poll(.open(var poll)):
            poll.id = poll.id.map(name)
            return .poll(.open(poll))
        case .poll(.vote(let option, let count, let id)):
            return .poll(.vote(option: option, count: count, pollID: id.map(name)))
        case .poll(.close(let id)): return .poll(.close(pollID: id.map(name)))
        case .undo(let id): return .undo(id: name(id))
        default: return self
        }
    }
}
