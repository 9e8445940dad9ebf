public import Captions
public import MediaModel

/// Turns events into the state of the show, tick by tick.
///
/// A value: a copy goes on by itself, and the same events at the same ticks give the same state. Timeline files and the
/// control API share it. What happens by itself (a poll's end, a countdown's zero, the next product in turn, the recap
/// every few minutes) happens on its tick before the events of that tick.
public struct ShowReducer: Sendable {
    /// The programme clock that ticks are counted by.
    public let frameRate: FrameRate

    var rules: ShowRules
    var stage: History<StageReducer>
    var hearts = History(HeartsReducer(), capacity: 512)
    var comments = History(CommentsReducer(), capacity: 512)
    private var captions: CaptionsReducer
    private var record = EventRecord(capacity: 65_536)
    /// The tick that the show has come to.
    private(set) var tick = 0

    /// - Parameters:
    ///   - layers: The preset's.
    ///   - maskedWords: Words that comments are shown without.
    ///   - start: When picture 0 is shown; without it, events with absolute times are refused.
    ///   - captionLanguages: Those that captions may be in.
    ///   - captions: What files say, in order of their beginnings.
    public init(
        frameRate: FrameRate, layers: [Layer], maskedWords: [String] = [], start: WallTime? = nil,
        captionLanguages: [LanguageTag] = [], captions: [Caption] = []
    ) {
        self.frameRate = frameRate
        rules = ShowRules(
            frameRate: frameRate, start: start, layers: layers, maskedWords: maskedWords,
            captionLanguages: captionLanguages)
        stage = History(StageReducer(rules), capacity: 256)
        self.captions = CaptionsReducer(frameRate: frameRate, known: captions)
    }

    /// - Parameters:
    ///   - captions: What files say, in order of their beginnings.
    ///   - bed: What the bed does from the beginning on.
    public init(preset: Preset, start: WallTime? = nil, captions: [Caption] = [], bed: BedState = BedState()) {
        self.init(
            frameRate: preset.canvas.frameRate, layers: preset.layers, maskedWords: preset.maskedWords, start: start,
            captionLanguages: preset.captions?.languages ?? [], captions: captions)
        rules.drawnLanguages = preset.drawnCaptionLanguages
        stage.change { $0.contents.bed = bed }
    }

    /// The show as it is at the last tick it has come to.
    public var state: ShowState {
        var state = stage.current.contents
        state.hearts = hearts.current.state
        state.comments = comments.current.state
        state.captions = captions.state
        return state
    }

    /// How many events are kept for undoing.
    var rememberedCount: Int { stage.count + hearts.count + comments.count }

    /// The first tick after `tick` at which the state changes by itself; `nil` if it won't.
    public func nextChange(after tick: Int) -> Int? {
        if let due = nextDue, due > tick { return due }
        var later = self
        later.advance(toTick: max(tick, self.tick))
        return later.nextDue
    }

    private var nextDue: Int? { [stage.current.nextDue, captions.nextDue].compactMap(\.self).min() }

    /// Lets time pass: what happens by itself up to and including this tick has happened then.
    ///
    /// - Parameter tick: At least the one that the show has come to.
    public mutating func advance(toTick tick: Int) {
        precondition(tick >= self.tick, "tick \(tick) after tick \(self.tick)")
        guard tick > self.tick else { return }
        self.tick = tick
        stage.advance(to: tick, rules)
        hearts.advance(to: tick, rules)
        comments.advance(to: tick, rules)
        captions.advance(to: tick)
    }

    /// Commits an event on a tick.
    ///
    /// The last 65,536 ids are remembered: the same event again changes nothing, another one with the same id is refused. At
    /// least the last 256 events can be undone, the last 512 each of hearts and comments.
    ///
    /// - Parameter tick: At least that of the event before. The event's own `at` is not looked at.
    @discardableResult
    public mutating func apply(_ event: ShowEvent, atTick tick: Int) -> EventOutcome {
        advance(toTick: tick)
        if case .undo(let id) = event.action { return undo(id) }
        if let id = event.id {
            switch record.use(of: id, by: event.action) {
            case .new: break
            case .repeated: return .repeated
            case .other(let tick): return .refused(Self.otherUse(of: id, at: frameRate.time(ofTick: tick)))
            }
        }
        do throws(EventError) {
            try check(event.action)
            if case .caption(let action) = event.action { try check(action) }
        } catch {
            return .refused(error)
        }
        if let id = event.id { record.insert(id, event.action, tick: tick) }
        commit(event)
        return .applied
    }

    /// What the id of an event stands for by now.
    public func use(of id: String, by action: ShowEvent.Action) -> EventIDUse { record.use(of: id, by: action) }

    /// The tick on which the event of this id was committed; `nil` if it wasn't, or too long ago to tell.
    public func committedTick(ofEvent id: String) -> Int? { record.tick(of: id) }

    /// Why an event can't have the id of another.
    ///
    /// - Parameters:
    ///   - time: When the other was committed, or will be.
    ///   - isToCome: Whether it waits for its time.
    public static func otherUse(of id: String, at time: MediaTime, isToCome: Bool = false) -> EventError {
        let hundredths = time.ticks(timescale: 100, rounding: .nearest)
        let fraction = String(100 + hundredths % 100).dropFirst()
        let verb = isToCome ? "is" : "was"
        return EventError("the id \(id) \(verb) used for something else at \(hundredths / 100).\(fraction) s")
    }

    private mutating func commit(_ event: ShowEvent) {
        let (id, tick) = (event.id, tick)
        switch event.action {
        case .hearts(let count, let icon):
            hearts.apply(.send(count: count, icon: icon), id: id, atTick: tick, rules)
        case .comment(let action):
            // A comment that is removed before it came must not come after all.
            if case .remove(let comment) = action { record.insert(removedComment: comment, tick: tick) }
            comments.apply(.action(action.masked(by: rules.mask)), id: id, atTick: tick, rules)
        case .caption(let action): captions.apply(action, at: tick)
        case .clear(let layer) where rules.type(ofLayer: layer) == .hearts:
            hearts.apply(.clear, id: id, atTick: tick, rules)
        case .clear(let layer) where rules.type(ofLayer: layer) == .comment:
            comments.apply(.clear, id: id, atTick: tick, rules)
        case .clear(let layer) where rules.type(ofLayer: layer) == .captions: captions.clear()
        case .poll(.vote(let option, let count, _)):
            var tally = (stage.current.contents.poll.current?.votes ?? []).map { _ in 0 }
            tally[option] = count
            stage.apply(.votes(tally), id: id, atTick: tick, rules)
        default:
            stage.apply(.action(event.action), id: id, atTick: tick, rules)
        }
    }

    private func check(_ action: CaptionAction) throws(EventError) {
        let languages = rules.captionLanguages.map { "\($0)" }
        let isDrawn = rules.drawnLanguages.contains { action.language.suits($0) }
        guard isDrawn || rules.captionLanguages.contains(action.language) else {
            throw EventError(
                "language",
                languages.isEmpty
                    ? "the preset has no captions: add captions: {languages: [\(action.language)]}"
                    : "no captions are in \(quoted("\(action.language)")); \(suggestion(for: "\(action.language)", among: languages))"
            )
        }
        try captions.check(action, at: tick)
    }

    private mutating func undo(_ id: String) -> EventOutcome {
        if record.isUndone(id) { return .repeated }
        guard
            stage.undo(id: id, atTick: tick, rules) || comments.undo(id: id, atTick: tick, rules)
                || hearts.undo(id: id, atTick: tick, rules)
        else {
            let reason = record.contains(id) ? "was too long ago to undo" : "hasn't happened"
            return .refused(EventError("id", "event \(quoted(id)) \(reason)"))
        }
        record.undo(id)
        return .applied
    }
}
