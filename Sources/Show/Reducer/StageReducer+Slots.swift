/// Who holds the places that layers share.
extension StageReducer {
    /// Lets the layer that came last hold each slot.
    ///
    /// - Parameter earlier: The stage before the one thing that has happened.
    mutating func fillSlots(since earlier: StageContents, _ rules: ShowRules) {
        for slot in rules.slots {
            var comers = contents.comers[slot.name] ?? []
            comers.removeAll { name in !slot.layers.contains { $0.box.name == name && contents.isOn($0) } }
            for layer in slot.layers where contents.isOn(layer) {
                let name = layer.box.name
                guard !comers.contains(name) || contents.hasNewContent(layer, since: earlier) else { continue }
                comers.removeAll { $0 == name }
                comers.append(name)
            }
            contents.comers[slot.name] = comers
            // Changes of one tick are one change: who held it before the tick doesn't come in again.
            let was = before.slots[slot.name] ?? SlotState()
            contents.slots[slot.name] =
                comers.last == was.holder
                ? was : SlotState(holder: comers.last, previous: was.holder, changedAt: tick)
        }
    }
}

extension StageContents {
    /// Whether a layer has something to show.
    func isOn(_ layer: Layer) -> Bool {
        guard visibility[layer.box.name]?.isShown ?? true else { return false }
        return switch layer.type {
        case .price: price.current != nil
        case .poll: poll.current != nil
        case .countdown: countdown.current != nil
        case .coupon: coupon.current != nil
        case .nameplate: nameplate.current != nil
        case .recap: recap.lines.current != nil
        case .slate: slate.current != nil
        case .hearts, .comment, .stamp, .image, .text, .clock: true
        }
    }

    /// Whether a layer shows another thing than before: another coupon does, another vote doesn't.
    fileprivate func hasNewContent(_ layer: Layer, since earlier: StageContents) -> Bool {
        switch layer.type {
        case .poll: poll.current?.poll != earlier.poll.current?.poll
        case .countdown: countdown.current?.countdown != earlier.countdown.current?.countdown
        case .coupon: coupon.current != earlier.coupon.current
        case .nameplate: nameplate.current != earlier.nameplate.current
        case .recap: recap.lines.current != earlier.recap.lines.current
        case .price, .hearts, .comment, .stamp, .image, .text, .clock, .slate: false
        }
    }
}
