import MediaModel
import Overlay
import Show

/// Runs the show of a live programme, on a thread of its own: prepares each change, and then commits it on one tick.
///
/// A change is prepared on a copy of the show, so that all its sprites are in the cache. Which tick it is committed on is known
/// only then: the next free one. There it is made once more on the show itself, whose scene is then made of what is in the cache,
/// and the composer finds that finished. What is known beforehand, like a timeline's events or a poll's end, is prepared ``lead``
/// ticks early.
///
/// The thread sleeps until somebody asks for something, the source changes, or the composer comes to a tick at which the show has
/// something to do.
struct LiveShow: ~Copyable {
    /// Where the show's changes go.
    struct Output {
        /// For the composer.
        let scenes: SceneMailbox
        /// For the playlists.
        let ranges: DateRangeQueue
        /// For the subtitle tracks; and what is known of them beforehand.
        var captions = CaptionFeed.none
        /// For the recording; `nil` without a folder.
        let log: EventLog?
        /// For the sound; `nil` where nobody plays any.
        var bed: LiveBed?
    }

    /// Half a second: longer than any preparation takes.
    private let lead: Int
    /// A state put up for the tick after the next is there in time.
    private static let margin = 2
    /// How long the thread rests when it has answered: what comes by the thousand is committed by the dozen, and what comes alone at
    /// once. In nanoseconds.
    private static let rest: Int64 = 4_000_000

    var reducer: ShowReducer
    /// Events that wait for their times, in that order.
    private(set) var scheduled: [LiveEvent]
    var builder: SceneBuilder
    let output: Output
    private let inbox: ShowInbox
    let context: BroadcastContext
    let controls: SourceControls
    private var cues = FocusCues()
    private var undrawn = UndrawnCharacters()
    var ranges: DateRangeMapper
    private var lossSlate: LossSlate
    /// The tick of the last change; nothing can be committed before it any more.
    var lastTick = 0
    /// Up to this tick, what is known beforehand has been prepared.
    private var preparedTick = 0

    /// - Parameters:
    ///   - timeline: By time.
    ///   - startsWithSource: Whether the first tick has the source's picture.
    init(
        builder: SceneBuilder, timeline: [LiveEvent], startsWithSource: Bool, inbox: ShowInbox,
        controls: SourceControls, output: Output, context: BroadcastContext
    ) {
        (self.builder, self.inbox, self.controls) = (builder, inbox, controls)
        (self.output, self.context) = (output, context)
        reducer = ShowReducer(preset: builder.preset, captions: output.captions.known)
        scheduled = timeline
        ranges = DateRangeMapper(frameRate: reducer.frameRate, language: builder.preset.locale)
        lossSlate = LossSlate(isLive: startsWithSource)
        lead = reducer.frameRate.framesPerSecond / 2
    }

    /// The state that the programme begins with, before its source has come.
    ///
    /// - Throws: `OverlayError` for what can't be laid out.
    mutating func prepareFirst() throws -> Scene {
        if hasSlate { lossSlate.begin() }
        return try builder.prepare(state)
    }

    /// Runs until the programme is over. What can't be drawn is refused, said and counted.
    consuming func run() {
        let hasBegun = begin()
        var tick = hasBegun ? 0 : Int.max
        while true {
            let news = inbox.next(untilTick: tick)
            if news.isFinished || !hasBegun { for command in news.commands { command.refuse("the programme is over") } }
            if news.isFinished { break }
            guard hasBegun else { continue }
            prepareAhead()
            commitWhatIsDue()
            // Before the first tick nothing has been seen of the source yet, and where the programme begins with it, its first picture
            // may still be in the decoder for a moment.
            let isSourceNew = lossSlate.differs(from: news.source)
            let earliest = news.source == .waiting ? firstLossTick : 1
            if isSourceNew, nextTick >= earliest { change(source: news.source) }
            answer(news.commands)
            tellHeldRanges()
            if !news.commands.isEmpty { context.clock.wait(until: context.clock.now + Self.rest) }
            tick = min(nextTickToWakeAt, isSourceNew && lossSlate.differs(from: news.source) ? earliest : .max)
        }
    }

    /// Waits for the programme to begin: now times by the wall clock can be told.
    ///
    /// - Returns: `false` if it never does.
    private mutating func begin() -> Bool {
        context.clock.wait(until: 0)
        guard let start = context.clock.start else { return false }
        context.status.set(\.start, start)
        let bed = context.status.programDateTime(of: .zero).flatMap { output.bed?.begin(at: $0) }
        reducer = ShowReducer(
            preset: builder.preset, start: start, captions: output.captions.known, bed: bed ?? BedState())
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
        return true
    }

    // MARK: - Ticks

    /// The tick that is composed next.
    private var nextTick: Int { output.scenes.nextTick }

    /// The first tick that a change can be made on now.
    var freeTick: Int { max(lastTick, nextTick + Self.margin) }

    /// The tick from which on a source that hasn't been seen is missed.
    private var firstLossTick: Int {
        Int(SourceHealth.loss * Int64(reducer.frameRate.framesPerSecond) / 1_000_000_000)
    }

    func tick(of event: LiveEvent) -> Int? {
        event.event.mediaTime.map { reducer.frameRate.tick(atOrAfter: $0) }
    }

    /// When the show has something to do by itself, counted by the tick that is composed next then.
    private var nextTickToWakeAt: Int {
        let toCommit = [
            scheduled.first.flatMap { tick(of: $0) }, reducer.nextChange(after: lastTick), ranges.heldUntil,
        ]
        let toPrepare = nextDue(reducer, after: max(preparedTick, lastTick))
        return min(
            toCommit.compactMap(\.self).min().map { $0 - Self.margin } ?? .max, toPrepare.map { $0 - lead } ?? .max)
    }

    // MARK: - What is known beforehand

    private mutating func prepareAhead() {
        let horizon = nextTick + lead
        guard horizon > preparedTick else { return }
        var copy = reducer
        while let tick = nextDue(copy, after: max(preparedTick, lastTick)), tick <= horizon {
            copy.advance(toTick: max(tick, lastTick))
            for event in scheduled {
                guard let due = self.tick(of: event), due <= tick else { break }
                if due == tick { copy.apply(event.event, atTick: max(tick, lastTick)) }
            }
            // What can't be drawn is said when it is committed.
            _ = try? builder.prepare(copy.state)
            preparedTick = tick
        }
        preparedTick = horizon
    }

    private func nextDue(_ reducer: ShowReducer, after tick: Int) -> Int? {
        let event = scheduled.first { self.tick(of: $0).map { $0 > tick } ?? false }
        return [event.flatMap { self.tick(of: $0) }, reducer.nextChange(after: tick)].compactMap(\.self).min()
    }

    private mutating func commitWhatIsDue() {
        while true {
            let event = scheduled.first.flatMap { self.tick(of: $0) }
            guard let due = [event, reducer.nextChange(after: lastTick)].compactMap(\.self).min(),
                due <= nextTick + Self.margin
            else { return }
            let tick = max(due, lastTick)
            let batch = scheduled.prefix { (self.tick(of: $0) ?? 0) <= tick }
            scheduled.removeFirst(batch.count)
            apply(Array(batch), at: tick)
        }
    }

    /// Keeps events for their times; those that there is no room for are counted as refused.
    mutating func schedule(_ events: [LiveEvent]) {
        guard !events.isEmpty else { return }
        let room = max(0, EventTimeline.maximumEventCount - scheduled.count)
        context.status.count(\.refusedEvents, by: max(0, events.count - room))
        let sorted = (scheduled + events.prefix(room)).enumerated().sorted { left, right in
            let (first, second) = (left.element.event.mediaTime ?? .zero, right.element.event.mediaTime ?? .zero)
            return first == second ? left.offset < right.offset : first < second
        }
        scheduled = sorted.map(\.element)
        forgetPreparation()
    }

    /// What was prepared ahead isn't what will be.
    mutating func forgetPreparation() { preparedTick = min(preparedTick, nextTick) }

    // MARK: - The source

    /// The preset's slate layer tells viewers of a loss.
    private var hasSlate: Bool { builder.preset.layers.contains { $0.type == .slate } }

    private mutating func change(source new: LiveStatus.SourceState) {
        let tick = freeTick
        guard lossSlate.update(new, isWanted: hasSlate, atTick: tick) else { return }
        reducer.advance(toTick: tick)
        put(at: tick)
    }

    // MARK: - Committing

    /// What is drawn.
    private var state: ShowState { lossSlate.over(reducer.state) }

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
                if case .caption(let action) = event.event.action, let fault = output.captions.put(action, at: time) {
                    context.diagnostics.warnOnce(fault, fault)
                }
                if let command = cues.command(for: event.event) { controls.change { $0.follow(command) } }
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
        put(at: tick, !committed.isEmpty && committed.allSatisfy(\.isHearts) ? .detail : .change)
        guard !committed.isEmpty else { return answers }
        output.log?.append(committed, time: time)
        context.tell(
            .committed(
                count: committed.count, hearts: hearts, ids: Array(committed.lazy.compactMap(\.event.id).prefix(100)),
                at: time))
        return answers
    }

    /// Hands the show as it is on to the composer and the playlists, from a tick on.
    mutating func put(at tick: Int, _ news: SceneMailbox.News = .change) {
        lastTick = tick
        defer { undrawn.tell(builder.takeGaps(), context.status, context.diagnostics) }
        context.status.set(show: state)
        output.bed?.put(reducer.state.bed, atTick: tick)
        output.ranges.put(ranges.changes(to: reducer.state, atTick: tick))
        do {
            output.scenes.publish(try builder.prepare(state), atTick: tick, news)
        } catch {
            // The picture stays as it was: a missing photo must not end a broadcast.
            context.status.count(\.refusedEvents)
            context.diagnostics.warn("a change of tick \(tick) can't be drawn: \(error)")
        }
    }

    private mutating func tellHeldRanges() {
        guard let held = ranges.heldUntil, held <= freeTick else { return }
        output.ranges.put(ranges.changes(to: reducer.state, atTick: freeTick))
    }

    func refuse(_ event: LiveEvent, _ reason: String) {
        context.tell(.refused(id: event.event.id, reason: reason))
    }
}
