import MediaModel
import Overlay
import Show

/// Runs the show of a live programme, on a thread of its own: prepares each change, and then commits it on one tick.
///
/// A change is prepared on a copy of the show, so that all its sprites are in the cache; then the next free tick is
/// taken, the change is made on that, and the composer finds it finished. What is known beforehand, like a timeline's
/// events or a poll's end, is prepared ``lead`` ticks early.
struct LiveShow: ~Copyable {
    /// Half a second: longer than any preparation takes.
    private let lead: Int
    /// A state put up for the tick after the next is there in time.
    private static let margin = 2

    var reducer: ShowReducer
    private var scheduled: [LiveEvent]
    var builder: SceneBuilder
    let scenes: SceneMailbox
    private let signal: ShowInbox
    let context: BroadcastContext
    private let log: EventLog?
    let controls: SourceControls
    private var undrawn = UndrawnCharacters()
    /// What viewers can act on, for the playlists.
    private let rangeFeed: DateRangeQueue
    private var ranges: DateRangeMapper
    /// The preset's slate layer, which tells viewers of a loss.
    private var hasSlate: Bool { builder.preset.layers.contains { $0.type == .slate } }

    var lastTick = 0
    /// Up to this tick, what is known beforehand has been prepared.
    var preparedTick = 0
    private var source: LiveStatus.SourceState
    private var hasBeenLive = false
    /// What was asked for before has waited for this.
    var begun = ContinuousClock.now
    /// Over the show's own slate, where that shows none.
    private var lossSlate = Timed<SlateRun>()

    /// - Parameters:
    ///   - timeline: By time.
    ///   - startsWithSource: Whether the first tick has the source's picture.
    init(
        preset: Preset, startsWithSource: Bool, timeline: [LiveEvent], builder: SceneBuilder, scenes: SceneMailbox,
        signal: ShowInbox, controls: SourceControls, context: BroadcastContext,
        log: EventLog?, ranges: DateRangeQueue
    ) {
        rangeFeed = ranges
        self.ranges = DateRangeMapper(frameRate: preset.canvas.frameRate)
        source = startsWithSource ? .live : .waiting
        hasBeenLive = startsWithSource
        reducer = ShowReducer(preset: preset)
        scheduled = timeline
        self.builder = builder
        self.scenes = scenes
        self.signal = signal
        self.controls = controls
        self.context = context
        self.log = log
        lead = reducer.frameRate.framesPerSecond / 2
    }

    /// The state that the programme begins with, before its source has come.
    ///
    /// - Throws: `OverlayError` for what can't be laid out.
    mutating func prepareFirst() throws -> Scene {
        if hasSlate, source == .waiting { lossSlate = Timed(current: SlateRun(slate: Slate(.startingSoon))) }
        return try builder.prepare(state)
    }

    /// - Throws: Nothing of the show's: what can't be drawn is refused and counted.
    consuming func run() {
        while true {
            let news = signal.take()
            if news.isFinished {
                for request in news.requests { request.refuse("the programme is over") }
                break
            }
            if context.status.snapshot.start == nil { begin() }
            prepareAhead()
            commitWhatIsDue()
            // Before the first tick nothing has been seen of the source yet.
            if news.source != source, context.clock.now >= 0, scenes.nextTick > 0 { change(source: news.source) }
            answer(news.requests)
            if context.status.snapshot.start != nil {
                rangeFeed.put(ranges.changes(to: reducer.state, atTick: freeTick))
            }
            // What comes by the thousand is committed by the dozen, and what comes alone at once.
            if !news.requests.isEmpty { context.clock.wait(until: context.clock.now + 4_000_000) }
            // Often enough for what comes by itself, which has a time of its own.
            signal.waitForRequest(atMost: 8_000_000)
        }
    }

    /// The programme has begun: now times by the wall clock can be told.
    private mutating func begin() {
        // The wait below has returned, or this is the first time around: the clock may stand still.
        context.clock.wait(until: 0)
        begun = .now
        guard let start = context.clock.start else { return }
        context.status.set(\.start, start)
        reducer = ShowReducer(preset: builder.preset, start: start)
        // In the order of their times, which only now are all known.
        let events = scheduled.compactMap { event -> LiveEvent? in
            do throws(EventError) {
                return try event.resolved(startedAt: start)
            } catch {
                refuse(event, "\(error)")
                return nil
            }
        }
        scheduled = []
        schedule(events)
        put(at: 0)
    }

    var state: ShowState {
        var state = reducer.state
        if state.slate.current == nil, lossSlate.current != nil || lossSlate.changedAt > state.slate.changedAt {
            state.slate = lossSlate
        }
        return state
    }

    /// The first tick that a change can be made on now.
    var freeTick: Int { max(lastTick, scenes.nextTick + Self.margin) }

    // MARK: - What is known beforehand

    private mutating func prepareAhead() {
        let horizon = scenes.nextTick + lead
        guard horizon > preparedTick else { return }
        var copy = reducer
        while let tick = nextDue(copy, after: max(preparedTick, lastTick)), tick <= horizon {
            copy.advance(toTick: max(tick, lastTick))
            for event in scheduled {
                guard let due = self.tick(of: event), due <= tick else { break }
                if due == tick { copy.apply(event.event, atTick: max(tick, lastTick)) }
            }
            _ = try? builder.prepare(copy.state)
            preparedTick = tick
        }
        preparedTick = horizon
    }

    private func nextDue(_ reducer: ShowReducer, after tick: Int) -> Int? {
        var event: Int?
        for one in scheduled {
            guard let due = self.tick(of: one), due > tick else { continue }
            event = due
            break
        }
        return [event, reducer.nextChange(after: tick)].compactMap(\.self).min()
    }

    private mutating func commitWhatIsDue() {
        while true {
            let event = scheduled.first.flatMap { self.tick(of: $0) }
            guard let due = [event, reducer.nextChange(after: lastTick)].compactMap(\.self).min(),
                due <= scenes.nextTick + Self.margin
            else { return }
            let tick = max(due, lastTick)
            let batch = scheduled.prefix { (self.tick(of: $0) ?? 0) <= tick }
            scheduled.removeFirst(batch.count)
            apply(Array(batch), at: tick)
        }
    }

    func tick(of event: LiveEvent) -> Int? {
        event.event.mediaTime.map { reducer.frameRate.tick(atOrAfter: $0) }
    }

    mutating func schedule(_ events: [LiveEvent]) {
        guard !events.isEmpty else { return }
        let room = max(0, EventTimeline.maximumEventCount - scheduled.count)
        context.status.count(\.refusedEvents, by: max(0, events.count - room))
        let sorted = (scheduled + events.prefix(room)).enumerated().sorted { left, right in
            let (first, second) = (left.element.event.mediaTime ?? .zero, right.element.event.mediaTime ?? .zero)
            return first == second ? left.offset < right.offset : first < second
        }
        scheduled = sorted.map(\.element)
        preparedTick = min(preparedTick, scenes.nextTick)
    }

    private mutating func change(source new: LiveStatus.SourceState) {
        source = new
        if new == .live { hasBeenLive = true }
        let isLost = new == .slate || new == .waiting
        guard hasSlate, isLost != (lossSlate.current != nil) else { return }
        let tick = freeTick
        lossSlate = Timed(
            current: isLost ? SlateRun(slate: Slate(hasBeenLive ? .backSoon : .startingSoon)) : nil,
            previous: lossSlate.current, changedAt: tick)
        reducer.advance(toTick: max(tick, lastTick))
        put(at: tick)
    }

    /// Events that wait for their times, in that order.
    var scheduledEvents: [LiveEvent] { scheduled }

    var scheduledCount: Int { scheduled.count }

    // MARK: - Committing

    /// Returns what became of each.
    @discardableResult
    mutating func apply(_ events: [LiveEvent], at tick: Int) -> [CommitResult] {
        reducer.advance(toTick: tick)
        let time = reducer.frameRate.time(ofTick: tick)
        var hearts = 0
        var committed: [LiveEvent] = []
        committed.reserveCapacity(events.count)
        let answers = events.map { event -> CommitResult in
            switch reducer.apply(event.event, atTick: tick) {
            case .applied:
                if case .hearts(let count, _) = event.event.action { hearts += count }
                committed.append(event.masked(by: reducer))
                return .committed(time, warnings: warnings(about: event))
            case .repeated:
                let first = event.event.id.flatMap(reducer.committedTick(ofEvent:))
                return .repeated(first.map { reducer.frameRate.time(ofTick: $0) })
            case .refused(let error):
                refuse(event, "\(error)")
                return .refused("\(error)")
            }
        }
        // Without any, the show changes by itself: a poll ends.
        let isDetail =
            !committed.isEmpty && committed.allSatisfy { if case .hearts = $0.event.action { true } else { false } }
        put(at: tick, isDetail ? .detail : .change)
        guard !committed.isEmpty else { return answers }
        context.status.count(\.events, by: committed.count)
        context.status.count(\.hearts, by: hearts)
        log?.append(committed, time: time)
        context.notices.post(
            .committed(
                count: committed.count, ids: Array(committed.lazy.compactMap(\.event.id).prefix(100)), at: time))
        return answers
    }

    mutating func put(at tick: Int, _ news: SceneMailbox.News = .change) {
        lastTick = tick
        defer { undrawn.tell(builder.takeGaps(), context.status, context.diagnostics) }
        context.status.set(show: state)
        rangeFeed.put(ranges.changes(to: reducer.state, atTick: tick))
        do {
            scenes.publish(try builder.prepare(state), atTick: tick, news)
        } catch {
            // The picture stays as it was: a missing photo must not end a broadcast.
            context.status.count(\.refusedEvents)
            context.diagnostics.warn("a change of tick \(tick) can't be drawn: \(error)")
        }
    }

    func refuse(_ event: LiveEvent, _ reason: String) {
        context.status.count(\.refusedEvents)
        let id = event.event.id.map { " \"\($0)\"" } ?? ""
        context.diagnostics.warn("the event\(id) is refused: \(reason)")
        context.notices.post(.refused(id: event.event.id, reason: reason))
    }
}
