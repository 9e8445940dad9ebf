/// The `type` of an event, and how its own keys are read. A new type of event is a case, its keys and its reader.
enum EventType: String, CaseIterable {
    case price, hearts, comment, poll, countdown, coupon, nameplate, recap, stamp, layer, slate, clear, undo

    /// Keys that an event of any type may have.
    static let commonKeys = ["type", "at", "id"]

    /// What may follow from another event. Hearts, comments and votes come from viewers alone.
    private static let consequences = allCases.filter { ![.hearts, .comment, .undo].contains($0) }

    init(_ fields: EventFields) throws(EventError) {
        let name = try fields.require("type", fields.text("type", limit: 64))
        guard let type = EventType(rawValue: name) else {
            let names = EventType.allCases.map(\.rawValue)
            throw fields.error("type", "unknown type \(quoted(name)); \(suggestion(for: name, among: names))")
        }
        self = type
    }

    /// The keys of this type, besides those of all events.
    var keys: [String] {
        switch self {
        case .price: ["action", "product", "products", "interval", "productId", "stock"]
        case .hearts: ["count", "icon"]
        case .comment: ["action", "author", "text", "pin"]
        case .poll: ["action", "question", "options", "duration", "onEnd", "poll", "option", "count"]
        case .countdown: ["action", "to", "seconds", "rounds", "work", "rest", "label", "onZero"]
        case .coupon: ["action", "code", "condition", "expires", "url"]
        case .nameplate: ["action", "name", "title"]
        case .recap: ["action", "lines", "every", "duration"]
        case .stamp: ["image", "position", "width", "duration"]
        case .layer: ["action", "name"]
        case .slate: ["action", "kind", "text", "until"]
        case .clear: ["layer"]
        case .undo: []
        }
    }

    /// What the event does.
    ///
    /// - Parameter id: The event's, which some types use as a name.
    func read(_ fields: EventFields, id: String?) throws(EventError) -> ShowEvent.Action {
        switch self {
        case .price: .price(try PriceAction(fields))
        case .hearts:
            .hearts(
                count: try fields.require("count", fields.integer("count", in: 1...1_000_000_000)),
                icon: try fields.text("icon", limit: 64))
        case .comment: .comment(try CommentAction(fields, id: id))
        case .poll: .poll(try PollAction(fields, id: id))
        case .countdown: .countdown(try Countdown(fields))
        case .coupon: .coupon(try Coupon(fields))
        case .nameplate: .nameplate(try Nameplate(fields))
        case .recap: .recap(try RecapAction(fields))
        case .stamp: .stamp(try Stamp(fields))
        case .layer:
            .layer(
                name: try fields.require("name", fields.text("name", limit: 64)),
                isShown: try fields.require("action", fields.choice("action", among: ["show", "hide"])) == "show")
        case .slate: .slate(try Slate(fields))
        case .clear: .clear(layer: try fields.require("layer", fields.text("layer", limit: 64)))
        case .undo: .undo(id: try fields.require("id", id))
        }
    }

    /// What an event does that follows from another.
    static func readConsequence(_ fields: EventFields) throws(EventError) -> ShowEvent.Action {
        let type = try EventType(fields)
        guard consequences.contains(type) else {
            throw fields.error("type", "events of type \"\(type.rawValue)\" can't follow from another")
        }
        try fields.refuse(["at", "id", "onEnd", "onZero"], where: "an event follows from another")
        try fields.refuseKeys(notAmong: ["type"] + type.keys)
        let action = try type.read(fields, id: nil)
        switch action {
        case .poll(.vote), .poll(.close):
            throw fields.error("action", "only opening a poll can follow from another event")
        case .poll(.open(let poll)) where poll.options.contains { !$0.events.isEmpty }:
            throw fields.error("options", "a poll that follows from another event can't lead to more events")
        default: return action
        }
    }
}
