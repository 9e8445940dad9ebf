/// What is on stage: all that overlays draw but hearts and comments.
struct StageContents: Sendable {
    var price = PriceState()
    var poll = Timed<PollRound>()
    var countdown = Timed<CountdownRun>()
    var coupon = Timed<Coupon>()
    var nameplate = Timed<Nameplate>()
    var recap = RecapState()
    var stamps: [StampRun] = []
    var slate = Timed<SlateRun>()
    var visibility: [String: LayerVisibility] = [:]
    var slots: [String: SlotState] = [:]
    /// By slot: the layers that have something to show, from the one that came first to the one that holds the slot.
    var comers: [String: [String]] = [:]
}

extension StageContents {
    /// What a preset's layers show before anything happens.
    init(_ rules: ShowRules) {
        for layer in rules.layers {
            visibility[layer.box.name] = LayerVisibility(isShown: !layer.box.isHidden)
            switch layer {
            case .nameplate(let layer) where nameplate.current == nil: nameplate.current = layer.nameplate
            case .recap(let layer) where recap.recap == nil: recap.recap = layer.recap
            case .slate(let layer) where slate.current == nil:
                slate.current = layer.initial.map { SlateRun(slate: $0, end: $0.endTick(from: 0, rules)) }
            default: break
            }
        }
        for slot in rules.slots {
            let comers = slot.layers.filter(isOn).map(\.box.name)
            self.comers[slot.name] = comers
            slots[slot.name] = SlotState(holder: comers.last)
        }
    }
}

extension Slate {
    /// The tick that it goes at; `nil` if that is for an event to say, or there is no telling.
    func endTick(from tick: Int, _ rules: ShowRules) -> Int? {
        switch until {
        case nil: nil
        case .wallTime(let instant): rules.tick(of: instant)
        case .duration(let duration): tick + rules.ticks(duration)
        }
    }
}
