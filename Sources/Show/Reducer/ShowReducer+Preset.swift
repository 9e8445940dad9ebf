// A show may get another look while it is on air.

extension ShowReducer {
    /// Goes on with another preset: what is on stage stays, and the new layers show it, from the tick that the show has come to.
    ///
    /// What a preset says itself (its nameplate, its recap) is replaced by what the new one says, unless an event has said
    /// something else since. Comments lose the words that the new one masks, and don't get back what the old one has masked.
    /// Languages of captions stay what they were, as playlists name them.
    /// Layers are known by their names: one that was hidden stays so. Undone events are undone by the
    /// new rules.
    ///
    /// - Precondition: The frame rate is the same; it is the programme's.
    public mutating func adopt(_ preset: Preset) {
        precondition(preset.canvas.frameRate == frameRate, "\(preset.canvas.frameRate) on air at \(frameRate)")
        let old = rules
        rules = ShowRules(
            frameRate: frameRate, start: old.start, layers: preset.layers, maskedWords: preset.maskedWords,
            captionLanguages: old.captionLanguages)
        rules.drawnLanguages = preset.drawnCaptionLanguages
        let new = rules
        stage.change { $0.adopt(new, insteadOf: old) }
        // A word that somebody adds to the list is on screen now.
        comments.change { $0.mask(by: new.mask) }
        comments.changeInputs { input in
            if case .action(let action) = input { .action(action.masked(by: new.mask)) } else { input }
        }
    }
}

extension StageReducer {
    /// Shows what is on stage by other layers.
    mutating func adopt(_ rules: ShowRules, insteadOf old: ShowRules) {
        let (said, saying) = (ShowState(of: old), ShowState(of: rules))
        var next = contents
        next.visibility = saying.visibility.merging(contents.visibility) { standard, now in
            now.changedAt == nil ? standard : now
        }
        .filter { saying.visibility[$0.key] != nil }
        if next.nameplate.current == said.nameplate.current { next.nameplate = saying.nameplate }
        if next.recap.recap == said.recap.recap {
            next.recap.recap = saying.recap.recap
            due[.recap] = next.recap.recap?.every.map { tick + rules.ticks($0) }
        }
        if let slate = next.slate.current, slate == said.slate.current {
            next.slate = saying.slate
            due[.slate] = next.slate.current?.end
        }
        let known = self.comers
        self.comers = [:]
        next.slots = [:]
        for slot in rules.slots {
            // In the order in which they came, as far as they were there.
            let on = slot.layers.filter(next.isOn).map(\.box.name)
            let earlier = (known[slot.name] ?? []).filter(on.contains)
            let comers = on.filter { !earlier.contains($0) } + earlier
            self.comers[slot.name] = comers
            next.slots[slot.name] = SlotState(holder: comers.last)
        }
        replace(by: next)
    }
}
