import MediaModel

/// A ``ShowEvent`` on its way from JSON: the keys that all events have, and those of its type.
struct DecodedEvent: Decodable {
    let event: ShowEvent
    /// How many members its objects have together.
    let memberCount: Int

    init(from decoder: any Decoder) throws {
        let members = MemberCounter()
        let fields = try EventFields(decoder, members: members)
        let type = try EventType(fields)
        try fields.refuseKeys(notAmong: EventType.commonKeys + type.description.keyNames)
        let id = try fields.text("id", limit: 128)
        let action = try type.read(fields, id: id)
        event = ShowEvent(at: try Self.time(fields), id: action.usesID ? nil : id, action: action)
        memberCount = members.count
    }

    /// `at` to the nearest microsecond: so sums of floating-point seconds, as scripts write them, find their instant.
    private static func time(_ fields: EventFields) throws(EventError) -> EventTime? {
        do throws(EventError) {
            return try fields.seconds("at", in: 0...86_400).map { .media($0) }
        } catch {
            // Asked for only now, as to ask a number whether it is a text takes as long as to read it.
            guard fields.isText("at") else { throw error }
        }
        return try fields.wallTime("at").map { .wall($0) }
    }
}

extension ShowEvent.Action {
    /// Whether the `id` that comes with it names something else than the event itself.
    fileprivate var usesID: Bool {
        switch self {
        case .undo, .comment(.pin), .comment(.unpin), .comment(.remove), .caption: true
        default: false
        }
    }

    /// What an event does that follows from another.
    init(consequence fields: EventFields) throws(EventError) {
        let type = try EventType(fields)
        guard EventType.consequences.contains(type) else {
            throw fields.error("type", "events of type \"\(type.rawValue)\" can't follow from another")
        }
        try fields.refuse(["at", "id", "onEnd", "onZero"], where: "an event follows from another")
        try fields.refuseKeys(notAmong: ["type"] + type.description.keyNames)
        let action = try type.read(fields, id: nil)
        let name = try fields.text("action", limit: 64)
        if let refusal = type.description.forms.first(where: { $0.action == name })?.followRefusal {
            throw fields.error("action", refusal)
        }
        switch action {
        case .poll(.open(let poll)) where poll.options.contains { !$0.events.isEmpty }:
            throw fields.error("options", "a poll that follows from another event can't lead to more events")
        default: self = action
        }
    }
}
