extension ShowEvent {
    /// What happens. A new type of event is a case here, one of ``EventType``, and its description beside its layer.
    public enum Action: Hashable, Sendable {
        case price(PriceAction)
        /// So many hearts came from viewers; at least 1.
        ///
        /// - icon: One of the layer's icons or stamps; `nil` for all icons in turn.
        case hearts(count: Int, icon: String? = nil)
        case comment(CommentAction)
        case poll(PollAction)
        /// Starts a countdown in place of the one there; `nil` takes it away, and nothing happens at its zero.
        case countdown(Countdown?)
        /// `nil` takes the coupon away.
        case coupon(Coupon?)
        case auction(AuctionAction)
        /// `nil` takes the nameplate away.
        case nameplate(Nameplate?)
        case recap(RecapAction)
        case stamp(Stamp)
        case caption(CaptionAction)
        /// Has a crop that follows look elsewhere for a while.
        case focus(Focus)
        /// Music under the voice.
        case bed(BedAction)
        /// Shows or hides a layer of the preset by its name; what it shows goes on meanwhile.
        case layer(name: String, isShown: Bool)
        /// `nil` takes the slate away.
        case slate(Slate?)
        /// Empties a layer of the preset, by its name.
        case clear(layer: String)
        /// Makes the show what it would be had the event of this id never happened.
        case undo(id: String)
    }
}

/// The `type` of an event, and how its own keys are read.
enum EventType: String, CaseIterable {
    case price, hearts, comment, poll, countdown, coupon, auction, nameplate, recap, stamp, caption, focus, bed, layer,
        slate, clear, undo

    /// Keys that an event of any type may have.
    static let commonKeys = ["type", "at", "id"]

    /// What may follow from another event. Hearts, comments and votes come from viewers alone, and what is said and where to look is known only then.
    static let consequences = allCases.filter { ![.hearts, .comment, .caption, .focus, .undo].contains($0) }

    init(_ fields: EventFields) throws(EventError) {
        let name = try fields.require("type", fields.text("type", limit: 64))
        guard let type = EventType(rawValue: name) else {
            let names = EventType.allCases.map(\.rawValue)
            throw fields.error("type", "unknown type \(quoted(name)); \(suggestion(for: name, among: names))")
        }
        self = type
    }

    /// What events of this type may say.
    var description: EventDescription {
        switch self {
        case .price: PriceAction.description
        case .hearts: HeartBurst.description
        case .comment: CommentAction.description
        case .poll: PollAction.description
        case .countdown: Countdown.description
        case .coupon: Coupon.description
        case .auction: AuctionAction.description
        case .nameplate: Nameplate.description
        case .recap: RecapAction.description
        case .stamp: Stamp.description
        case .caption: CaptionAction.description
        case .focus: Focus.description
        case .bed: BedAction.description
        case .layer: .layer
        case .slate: Slate.description
        case .clear: .clear
        case .undo: .undo
        }
    }

    /// What the event does.
    ///
    /// - Parameter id: The event's, which some types use as a name.
    func read(_ fields: EventFields, id: String?) throws(EventError) -> ShowEvent.Action {
        switch self {
        case .price: .price(try PriceAction(fields))
        case .hearts:
            .hearts(count: try fields.require(HeartBurst.count), icon: try fields.read(HeartBurst.iconName))
        case .comment: .comment(try CommentAction(fields, id: id))
        case .poll: .poll(try PollAction(fields, id: id))
        case .countdown: .countdown(try Countdown(fields))
        case .coupon: .coupon(try Coupon(fields))
        case .auction: .auction(try AuctionAction(fields, id: id))
        case .nameplate: .nameplate(try Nameplate(fields))
        case .recap: .recap(try RecapAction(fields))
        case .stamp: .stamp(try Stamp(fields))
        case .caption: .caption(try CaptionAction(fields, id: id))
        case .focus: .focus(try Focus(fields))
        case .bed: .bed(try BedAction(fields))
        case .layer:
            .layer(
                name: try fields.require(.layerName),
                isShown: try fields.require("action", fields.choice("action", among: ["show", "hide"])) == "show")
        case .slate: .slate(try Slate(fields))
        case .clear: .clear(layer: try fields.require(.clearedLayer))
        case .undo: .undo(id: try fields.require("id", id))
        }
    }
}

extension ShowEvent.Action {
    /// What the event leads to later, by the keys that say so.
    var consequences: [(key: String, actions: [ShowEvent.Action])] {
        switch self {
        case .poll(.open(let poll)):
            poll.options.enumerated().map { ("options[\($0)].events", $1.events) } + [("onEnd", poll.onEnd)]
        case .countdown(let countdown?): [("onZero", countdown.onZero)]
        default: []
        }
    }

    /// The absolute times in it, by their keys, and whether the time until then is counted down.
    var instants: [(key: String, instant: WallTime, isShown: Bool)] {
        switch self {
        case .countdown(let countdown?):
            if case .wallTime(let instant) = countdown.target { [("to", instant, true)] } else { [] }
        case .slate(let slate?): if case .wallTime(let instant) = slate.until { [("until", instant, true)] } else { [] }
        case .auction(let action):
            if case .wallTime(let instant) = action.end { [("ends", instant, true)] } else { [] }
        case .coupon(let coupon?): coupon.expires.map { [("expires", $0, false)] } ?? []
        default: []
        }
    }

    /// What the event writes on screen, by the type of the layers that show it; not what it leads to later.
    public var writing: [LayerWriting] {
        switch self {
        case .price(.show(let products, _)): [LayerWriting(.price, products.flatMap(\.writing))]
        case .comment(.show(let comment, _)):
            [LayerWriting(.comment, [comment.author.map(LocalizedText.plain), .plain(comment.text)])]
        case .poll(.open(let poll)):
            [
                LayerWriting(.poll, [poll.question] + poll.options.map(\.text)),
                LayerWriting(.price, poll.options.compactMap(\.product).flatMap(\.writing)),
            ]
        case .countdown(let countdown?): [LayerWriting(.countdown, [countdown.label])]
        case .coupon(let coupon?): [LayerWriting(.coupon, [.plain(coupon.code), coupon.condition])]
        case .auction(let action): [LayerWriting(.auction, action.writing)]
        case .nameplate(let nameplate?): [LayerWriting(.nameplate, [nameplate.name, nameplate.title])]
        case .recap(.set(let recap)): [LayerWriting(.recap, recap.lines)]
        case .slate(let slate?): [LayerWriting(.slate, [slate.text])]
        default: []
        }
    }

    /// All that the event writes, now or later.
    public var allWriting: [LayerWriting] { writing + consequences.flatMap(\.actions).flatMap(\.allWriting) }
}
