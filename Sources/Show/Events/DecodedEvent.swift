import MediaModel

/// A ``ShowEvent`` on its way from JSON: the keys that all events have, and those of its type.
struct DecodedEvent: Decodable {
    let event: ShowEvent
    /// How many members its objects have together.
    let memberCount: Int

    /// Where the decoder finds the programme's start, a ``WallTime``.
    static let startKey = CodingUserInfoKey(rawValue: "programme start")

    init(from decoder: any Decoder) throws {
        let members = MemberCounter()
        let fields = try EventFields(decoder, members: members)
        let type = try EventType(fields)
        try fields.refuseKeys(notAmong: EventType.commonKeys + type.keys)
        let id = try fields.text("id", limit: 128)
        let action = try type.read(fields, id: id)
        let start = Self.startKey.flatMap { decoder.userInfo[$0] } as? WallTime
        event = ShowEvent(at: try Self.time(fields, start), id: action.usesID ? nil : id, action: action)
        memberCount = members.count
    }

    /// `at` to the nearest microsecond: so sums of floating-point seconds, as scripts write them, find their instant.
    private static func time(_ fields: EventFields, _ start: WallTime?) throws(EventError) -> MediaTime? {
        do throws(EventError) {
            return try fields.seconds("at", in: 0...86_400)
        } catch {
            // Asked for only now, as to ask a number whether it is a text takes as long as to read it.
            guard fields.isText("at") else { throw error }
        }
        guard let instant = try fields.wallTime("at") else { return nil }
        guard let start else {
            throw fields.error("at", "an absolute time needs the programme's start, which isn't known")
        }
        let time = instant.mediaTime(startedAt: start)
        guard time >= .zero, time <= .seconds(86_400) else {
            throw fields.error("at", "this time is not within a day of the programme's start")
        }
        return time
    }
}

extension ShowEvent.Action {
    /// Whether the `id` that comes with it names something else than the event itself.
    fileprivate var usesID: Bool {
        switch self {
        case .undo, .comment(.pin), .comment(.unpin), .comment(.remove): true
        default: false
        }
    }
}
