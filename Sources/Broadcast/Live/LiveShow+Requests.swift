import MediaModel
import Overlay
import Show

/// What others ask of the show: events to commit, another preset.
extension LiveShow {
    /// Does what is asked for, in the order in which it was, and answers.
    mutating func answer(_ requests: [ShowCommand]) {
        var events: [(events: [LiveEvent], time: ContinuousClock.Instant, answer: @Sendable ([CommitResult]) -> Void)] =
            []
        for request in requests {
            switch request.work {
            case .events(let list, let answer):
                events.append((list, request.time, answer))
            case .preset(let builder, let answer):
                commit(events)
                events = []
                answer(adopt(builder))
            }
        }
        commit(events)
    }

    // MARK: - Events

    /// Commits what is for now on one tick, and keeps what is for later.
    private mutating func commit(
        _ batches: [(events: [LiveEvent], time: ContinuousClock.Instant, answer: @Sendable ([CommitResult]) -> Void)]
    ) {
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
                    var known = waiting ?? WaitingIDs(of: scheduledEvents)
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
        let room = EventTimeline.maximumEventCount - scheduledCount
        schedule(later)
        let answers = now.isEmpty ? [] : commitNow(now, asked: batches.map(\.time).min() ?? .now)
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
        case .other(let tick):
            let reason = "\(ShowReducer.otherUse(of: id, at: time(tick)))"
            refuse(event, reason)
            return .refused(reason)
        case .new: break
        }
        guard let first = waiting[id], let due = tick(of: first) else { return nil }
        guard first.event.action != event.event.action else { return .repeated(time(due)) }
        let reason = "\(ShowReducer.otherUse(of: id, at: time(due), isToCome: true))"
        refuse(event, reason)
        return .refused(reason)
    }

    /// - Parameter asked: When the first of them came in.
    private mutating func commitNow(_ events: [LiveEvent], asked: ContinuousClock.Instant) -> [CommitResult] {
        // Hearts have their sprites already, and come by the thousand.
        guard events.contains(where: { if case .hearts = $0.event.action { false } else { true } }) else {
            return apply(events, at: freeTick)
        }
        var copy = reducer
        let tick = freeTick
        for event in events { copy.apply(event.event, atTick: tick) }
        do {
            _ = try builder.prepare(copy.state)
        } catch {
            // Which one it is shows only one by one.
            return events.map { commitAlone($0) }
        }
        guard max(asked, begun).duration(to: .now) <= ShowCommand.patience else {
            return events.map { event in
                if case .hearts = event.event.action { return apply([event], at: freeTick)[0] }
                let reason = "it took more than half a second to prepare; it is prepared now, so send it again"
                refuse(event, reason)
                return .busy(reason)
            }
        }
        return apply(events, at: freeTick)
    }

    /// An event that can't be drawn changes nothing.
    private mutating func commitAlone(_ event: LiveEvent) -> CommitResult {
        var copy = reducer
        copy.apply(event.event, atTick: freeTick)
        do {
            _ = try builder.prepare(copy.state)
        } catch {
            refuse(event, "\(error)")
            return .refused("\(error)")
        }
        return apply([event], at: freeTick)[0]
    }

    // MARK: - Presets

    /// Lets another preset draw the show from the next free tick on; what is on stage stays.
    private mutating func adopt(_ new: SceneBuilder) -> PresetChangeResult {
        let tick = freeTick
        var next = reducer
        next.advance(toTick: max(tick, lastTick))
        next.adopt(new.preset)
        do {
            _ = try new.prepare(next.state)
        } catch {
            return .refused(.undrawable("\(error)"))
        }
        builder = new
        reducer = next
        preparedTick = min(preparedTick, scenes.nextTick)
        controls.change { $0.reframe = new.preset.reframe }
        put(at: max(freeTick, lastTick))
        context.status.set(preset: new.preset)
        context.notices.post(.preset(name: new.preset.name))
        return .committed(reducer.frameRate.time(ofTick: lastTick))
    }
}
