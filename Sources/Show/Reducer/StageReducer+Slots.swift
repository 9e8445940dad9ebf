/// Who holds the places that layers share.
extension StageReducer {
    /// Lets the layer that came last hold each slot.
    ///
    /// - Parameter earlier: The stage before the one thing that has happened.
    mutating func fillSlots(since earlier: ShowState, _ rules: ShowRules) {
        for slot in rules.slots {
            var comers = self.comers[slot.name] ?? []
            comers.removeAll { name in !slot.layers.contains { $0.box.name == name && contents.isOn($0) } }
            for layer in slot.layers where contents.isOn(layer) {
                let name = layer.box.name
                let isNew = contents.content(of: layer.type) != earlier.content(of: layer.type)
                guard !comers.contains(name) || isNew else { continue }
                comers.removeAll { $0 == name }
                comers.append(name)
            }
            self.comers[slot.name] = comers
            // Changes of one tick are one change: who held it before the tick doesn't come in again.
            let was = before.slots[slot.name] ?? SlotState()
            contents.slots[slot.name] =
                comers.last == was.holder
                ? was : SlotState(holder: comers.last, previous: was.holder, changedAt: tick)
        }
    }
}
