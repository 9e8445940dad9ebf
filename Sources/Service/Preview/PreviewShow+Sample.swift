import Broadcast
import MediaModel
import Show
import Synchronization

/// The sample, round by round.
extension PreviewShow {
    func follow(_ events: SampleEvents) async {
        // Events before the first picture would all come with it.
        await waitForPicture()
        guard !configuration.events.isEmpty else {
            await open()
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
            return
        }
        var sample = events
        while !Task.isCancelled {
            let status = job.status.snapshot
            let due = sample.take(
                round: status.sampleRound, upTo: MediaTime(status.sourcePosition, timescale: 1_000_000_000))
            if due.isNewRound { await clear() }
            if !due.events.isEmpty {
                let answers = await job.commit(due.events)
                for (event, answer) in zip(due.events, answers) { tell(answer, of: event) }
            }
            // Half a tick: the position goes on with each picture, and elsewhere when somebody seeks.
            try? await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Returns once there is a picture of the sample, or the programme is over.
    private func waitForPicture() async {
        let happenings = job.events.listen()
        guard job.status.snapshot.ticks == 0 else { return }
        for await event in happenings { if case .source = event { return } }
    }

    private func open() async {
        _ = await commit(Demonstration(locale: state.withLock { $0.preset.locale }).opening)
    }

    /// Takes everything off the screen.
    private func clear() async {
        let layers = state.withLock { $0.preset.layers }
        let events = layers.flatMap { layer -> [LiveEvent] in
            let name = layer.box.name
            let isShown = !layer.box.isHidden
            return [
                LiveEvent(ShowEvent(action: .clear(layer: name)), json: ""),
                LiveEvent(ShowEvent(action: .layer(name: name, isShown: isShown)), json: ""),
            ]
        }
        _ = await job.commit(events)
    }

    /// Makes the show what it was at its beginning.
    func reset() async {
        await clear()
        job.controls.change { $0.isCut = false }
        log(.plain, "the show is reset")
        if configuration.events.isEmpty { await open() }
    }
}
