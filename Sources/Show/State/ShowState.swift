/// All that the overlays need to know about a show at one tick. A value: the same events give the same state.
///
/// Instants in it are ticks of the programme clock. Layers draw from it alone; nothing moves by being stepped.
public struct ShowState: Hashable, Sendable {
    public var price = PriceState()
    public var hearts = HeartsState()
    public var comments = CommentsState()
    public var poll = Timed<PollRound>()
    public var countdown = Timed<CountdownRun>()
    public var coupon = Timed<Coupon>()
    public var auction = Timed<AuctionRun>()
    public var nameplate = Timed<Nameplate>()
    public var recap = RecapState()
    /// From the oldest to the newest.
    public var stamps: [StampRun] = []
    public var slate = Timed<SlateRun>()
    public var captions = CaptionsState()
    /// Of the preset's music, if it has some.
    public var bed = BedState()
    /// By the layers' names; those not in it are shown, and always were.
    public var visibility: [String: LayerVisibility] = [:]
    /// By the slots' names.
    public var slots: [String: SlotState] = [:]
    /// When picture 0 was shown, for layers that tell the time; `nil` if nobody said.
    public var start: WallTime?

    /// What layers of a type show, to tell it from something else: another poll, but not another vote; `nil` for nothing. Constant
    /// for those whose content is the preset's own, or changes in its place.
    func content(of type: LayerType) -> AnyHashable? {
        switch type {
        case .price: price.current.map { _ in true }
        case .poll: poll.current.map { AnyHashable($0.poll) }
        case .countdown: countdown.current.map { AnyHashable($0.countdown) }
        case .coupon: coupon.current.map { AnyHashable($0) }
        case .auction: auction.current.map { AnyHashable($0.auction) }
        case .nameplate: nameplate.current.map { AnyHashable($0) }
        case .recap: recap.lines.current.map { AnyHashable($0) }
        case .slate: slate.current.map { _ in true }
        case .hearts, .comment, .stamp, .captions, .image, .text, .clock: true
        }
    }

    /// Whether a layer has something to show.
    func isOn(_ layer: Layer) -> Bool { visibility(of: layer.box.name).isShown && content(of: layer.type) != nil }

    /// Whether a layer is shown, and since when.
    public func visibility(of layer: String) -> LayerVisibility { visibility[layer] ?? LayerVisibility(isShown: true) }

    /// Whether a layer is on screen, and since when: one that shares its slot isn't while another holds it.
    public func visibility(of box: LayerBox) -> LayerVisibility {
        let own = visibility(of: box.name)
        guard let slot = box.slot.flatMap({ slots[$0] }) else { return own }
        switch box.name {
        case slot.holder: return own.isShown ? LayerVisibility(isShown: true, changedAt: slot.changedAt) : own
        case slot.previous: return LayerVisibility(isShown: false, changedAt: slot.changedAt)
        default: return LayerVisibility(isShown: false)
        }
    }
}

/// Whether a layer is on screen at all.
public struct LayerVisibility: Hashable, Sendable {
    public var isShown: Bool
    /// The tick of the last change; `nil` if it has been so from the start, and nothing comes or goes.
    public var changedAt: Int?

    public init(isShown: Bool, changedAt: Int? = nil) {
        (self.isShown, self.changedAt) = (isShown, changedAt)
    }
}

extension ShowState {
    /// - Parameter start: When picture 0 was shown.
    public init(start: WallTime?) {
        self.init()
        self.start = start
    }

    /// What a preset's layers show before anything happens.
    init(of rules: ShowRules) {
        self.init(start: rules.start)
        for layer in rules.layers {
            visibility[layer.box.name] = LayerVisibility(isShown: !layer.box.isHidden)
            switch layer {
            case .nameplate(let layer) where nameplate.current == nil: nameplate.current = layer.nameplate
            case .recap(let layer) where recap.recap == nil: recap.recap = layer.recap
            case .slate(let layer) where slate.current == nil:
                slate.current = layer.initial.map { SlateRun(slate: $0, end: $0.until?.tick(from: 0, rules)) }
            default: break
            }
        }
        for slot in rules.slots {
            slots[slot.name] = SlotState(holder: slot.layers.last(where: isOn)?.box.name)
        }
    }
}

extension ShowState {
    /// Of what players are told, in the order in which they are.
    private static let actedOn: [any LayerDescriptor.Type] = [
        PriceLayer.self, CouponLayer.self, PollLayer.self, AuctionLayer.self,
    ]

    public static let playerSubjects = actedOn.compactMap { $0.playerSubject }

    /// What viewers can act on, by subject; `nil` for a subject of which there is nothing.
    public var playerFacts: [(subject: String, facts: [PlayerFact]?)] {
        Self.actedOn.compactMap { layer in layer.playerSubject.map { ($0, layer.playerFacts(of: self)) } }
    }
}
