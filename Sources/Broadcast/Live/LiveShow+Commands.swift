import MediaModel
import Overlay
import Show

/// What others ask of the show: events to commit, another preset.
extension LiveShow {
    /// Does what is asked for, in the order in which it was, and answers.
    mutating func answer(_ commands: [ShowCommand]) {
        var batches: [ShowCommand.EventBatch] = []
        for command in commands {
            switch command.work {
            case .events(let batch):
                batches.append(batch)
            case .preset(let builder, let answer):
                commit(batches)
                batches = []
                answer(adopt(builder))
            }
        }
        commit(batches)
    }

    // MARK: - Events

    /// Commits what is for now on one tick, and keeps what is for later.
    private mutating func commit(_ batches: [ShowCommand.EventBatch]) {
        guard !batches.isEmpty else { return }
        var now: [LiveEvent] = []
        var later: [LiveEvent] = []
        // By batch and event: its place among those for now, or its answer.
        // Most requests are for now, and needn't look through what waits.
        var waiting: WaitingIDs?
        let places = batches.map { batch in
            batch.events.map { given -> (place: Int?, answer: CommitResult) in
                let event: LiveEvent
                do throws(EventError) {
                    event = try given.resolved(startedAt: context.clock.start)
                } catch {
                    refuse(given, "\(error)")
                    return (nil, .refused("\(error)"))
                }
                if let due = tick(of: event), due > freeTick {
                    var known = waiting ?? WaitingIDs(of: scheduled)
                    waiting = nil
                    defer { waiting = known }
                    if let answer = earlierUse(of: event, known) { return (nil, answer) }
                    known.insert(event)
                    later.append(event)
                    return (
                        nil, .scheduled(reducer.frameRate.time(ofTick: due), warnings: warnings(about: event))
                    )
                }
                now.append(event)
                return (now.count - 1, .committed(.zero))
            }
        }
        let room = EventTimeline.maximumEventCount - scheduled.count
        schedule(later)
        let answers = now.isEmpty ? [] : commitNow(now, sentAt: batches.map(\.time).min() ?? 0)
        var laterCount = 0
        for (batch, places) in zip(batches, places) {
            batch.answer(
                places.map { place, answer in
                    if let place { return answers[place] }
                    guard case .scheduled = answer else { return answer }
                    laterCount += 1
                    return laterCount <= room ? answer : .busy("too many events wait for their times")
                })
        }
    }

    /// The answer to an event for later whose id is known: committed already, or waiting for its time.
    private func earlierUse(of event: LiveEvent, _ waiting: WaitingIDs) -> CommitResult? {
        guard let id = event.event.id else { return nil }
        func time(_ tick: Int) -> MediaTime { reducer.frameRate.time(ofTick: tick) }
        switch reducer.use(of: id, by: event.event.action) {
        case .repeated: return .repeated(reducer.committedTick(ofEvent: id).map(time))
        case .other(let tick): return refused(event, "\(ShowReducer.otherUse(of: id, at: time(tick)))")
        case .new: break
        }
        guard let first = waiting[id], let due = tick(of: first) else { return nil }
        guard first.event.action != event.event.action else { return .repeated(time(due)) }
        return refused(event, "\(ShowReducer.otherUse(of: id, at: time(due), isToCome: true))")
    }

    /// - Parameter sentAt: When the first of them was sent, on the programme's clock in nanoseconds.
    private mutating func commitNow(_ events: [LiveEvent], sentAt time: Int64) -> [CommitResult] {
        // Hearts have their sprites already, and come by the thousand.
        if events.allSatisfy(\.isHearts) { return apply(events, at: freeTick) }
        do {
            try prepare(events)
        } catch {
            // Which one it is shows only one by one: what can't be drawn changes nothing.
            return events.map { event in
                do {
                    try prepare([event])
                } catch {
                    return refused(event, "\(error)")
                }
                return apply([event], at: freeTick)[0]
            }
        }
        // What was sent before the programme began has waited for that.
        guard context.clock.now - max(0, time) <= ShowCommand.patience else {
            return events.map { event in
                if event.isHearts { return apply([event], at: freeTick)[0] }
                let reason = "it took more than half a second to prepare; it is prepared now, so send it again"
                refuse(event, reason)
                return .busy(reason)
            }
        }
        return apply(events, at: freeTick)
    }

    /// Makes what events need to be drawn.
    ///
    /// - Throws: `OverlayError` if one of them can't be.
    private func prepare(_ events: [LiveEvent]) throws {
        var copy = reducer
        let tick = freeTick
        for event in events { copy.apply(event.event, atTick: tick) }
        _ = try builder.prepare(copy.state)
    }

    private func refused(_ event: LiveEvent, _ reason: String) -> CommitResult {
        refuse(event, reason)
        return .refused(reason)
    }

    // MARK: - Presets

    /// Lets another preset draw the show from the next free tick on; what is on stage stays.
    private mutating func adopt(_ new: SceneBuilder) -> PresetChangeResult {
        var next = reducer
        next.advance(toTick: freeTick)
        next.adopt(new.preset)
        do {
            _ = try new.prepare(next.state)
        } catch {
            return .refused(.undrawable("\(error)"))
        }
        let sound = builder.preset.sound
        (builder, reducer) = (new, next)
        ranges.language = new.preset.locale
        forgetPreparation()
        controls.change { settings in
            settings.reframe = new.preset.reframe
            // What somebody has set by hand stays, unless the preset says something else than the one before.
            if new.preset.sound != sound { settings.sound = new.preset.sound }
        }
        output.bed?.play(new.preset.sound?.bed)
        put(at: freeTick)
        context.status.set(preset: new.preset)
        context.tell(.preset(name: new.preset.name))
        return .committed(reducer.frameRate.time(ofTick: lastTick))
    }
}

extension LiveEvent {
    var isHearts: Bool { if case .hearts = event.action { true } else { false } }
}
