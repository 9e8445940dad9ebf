import Captions
import MediaModel

/// Which captions are on screen.
///
/// One that comes late is shown at once and for as long as it was said, so that a recogniser two seconds behind is read two seconds
/// later. A copy costs little, however many captions are known beforehand.
struct CaptionsReducer: Sendable {
    /// So many that events have told of may wait for their times.
    private static let maximumWaitingCount = 1_024
    /// So many that have left the screen are known by their ids: events that say them again don't bring them back.
    private static let memory = 64
    /// The least that words stay on screen which have just been told, in seconds.
    private static let leastTime = 1
    /// How long words stay at most that the next ones have begun after, in seconds.
    private static let readingTime = 4

    private let frameRate: FrameRate
    /// Known beforehand, in order of their beginnings.
    private let known: [Caption]
    private var nextKnown = 0
    /// From events, likewise.
    private var waiting: [Caption] = []
    private var left: [Caption] = []
    private(set) var state = CaptionsState()

    /// - Parameter known: What files say, in order of their beginnings.
    init(frameRate: FrameRate, known: [Caption] = []) {
        (self.frameRate, self.known) = (frameRate, known)
        advance(to: 0)
    }

    /// The next tick at which a caption comes or goes by itself.
    var nextDue: Int? {
        let beginnings = [
            nextKnown < known.count ? tick(of: known[nextKnown].from) : nil, waiting.first.map { tick(of: $0.from) },
        ]
        return (beginnings + [oldest.map { state.shown[$0].endsAt }.min()]).compactMap(\.self).min()
    }

    /// The places of those that came first, one of each language: lines of newer ones stand below theirs, so these leave before
    /// them.
    private var oldest: [Int] {
        var languages: Set<LanguageTag> = []
        return state.shown.indices.filter { languages.insert(state.shown[$0].caption.language).inserted }
    }

    mutating func advance(to tick: Int) {
        while let due = nextDue, due <= tick {
            // Those that go make room for those that come.
            while let index = oldest.first(where: { state.shown[$0].endsAt <= due }) {
                leave(state.shown.remove(at: index).caption)
            }
            while nextKnown < known.count, self.tick(of: known[nextKnown].from) <= due {
                show(known[nextKnown], at: due)
                nextKnown += 1
            }
            while let caption = waiting.first, self.tick(of: caption.from) <= due {
                waiting.removeFirst()
                show(caption, at: due)
            }
        }
    }

    /// Refuses what can't be shown.
    func check(_ action: CaptionAction, at tick: Int) throws(EventError) {
        guard case .show(let update) = action else { return }
        let key = Key(update.id, update.language)
        guard update.caption(replacing: earlier(key), at: frameRate.time(ofTick: tick)) != nil else {
            throw EventError("to", "the caption ends before it begins")
        }
        guard waiting.count < Self.maximumWaitingCount else {
            throw EventError("from", "too many captions wait for their times")
        }
    }

    /// - Parameter tick: The one that it was last advanced to.
    mutating func apply(_ action: CaptionAction, at tick: Int) {
        switch action {
        case .remove(let id, let language):
            let key = Key(id, language)
            waiting.removeAll { Key($0) == key }
            state.shown.removeAll { Key($0.caption) == key }
        case .show(let update):
            let key = Key(update.id, update.language)
            guard let caption = update.caption(replacing: earlier(key), at: frameRate.time(ofTick: tick)) else {
                return
            }
            waiting.removeAll { Key($0) == key }
            guard self.tick(of: caption.from) <= tick else {
                state.shown.removeAll { Key($0.caption) == key }
                let place = waiting.firstIndex { $0.from > caption.from } ?? waiting.endIndex
                waiting.insert(caption, at: place)
                return
            }
            show(caption, at: tick)
        }
    }

    private mutating func show(_ caption: Caption, at tick: Int) {
        let key = Key(caption)
        let length = self.tick(of: caption.latestEnd) - self.tick(of: caption.from)
        if let index = state.shown.firstIndex(where: { Key($0.caption) == key }) {
            var shown = state.shown[index]
            let hasNewWords = shown.caption.text != caption.text
            shown.say(caption, at: tick)
            let least = hasNewWords ? tick + Self.leastTime * frameRate.framesPerSecond : tick
            shown.endsAt = max(self.tick(of: caption.latestEnd), shown.shownAt + length, least)
            state.shown[index] = shown
            return
        }
        // One that has been read isn't again, but one whose end was told anew goes on.
        if left.contains(where: { Key($0) == key }) {
            guard self.tick(of: caption.latestEnd) > tick else { return }
            left.removeAll { Key($0) == key }
        }
        let own = state.shown.indices.filter { state.shown[$0].caption.language == caption.language }
        // What nobody has told the end of ends where the next begins; it is read on for a while, above that.
        for index in own where state.shown[index].caption.to == nil {
            let end = tick + Self.readingTime * frameRate.framesPerSecond
            state.shown[index].endsAt = min(state.shown[index].endsAt, end)
        }
        if own.count >= CaptionsState.maximumShownCount {
            leave(state.shown[own[0]].caption)
            state.shown.remove(at: own[0])
        }
        let end = max(self.tick(of: caption.latestEnd), tick + max(1, length))
        state.shown.append(ShownCaption(caption: caption, shownAt: tick, changedAt: tick, endsAt: end))
    }

    /// Empties the screen.
    mutating func clear() {
        for shown in state.shown { leave(shown.caption) }
        state.shown = []
    }

    private mutating func leave(_ caption: Caption) {
        if left.count == Self.memory { left.removeFirst() }
        left.append(caption)
    }

    private func earlier(_ key: Key) -> Caption? {
        state.shown.first { Key($0.caption) == key }?.caption ?? waiting.first { Key($0) == key }
            ?? left.last { Key($0) == key }
    }

    private func tick(of time: MediaTime) -> Int { frameRate.tick(atOrAfter: time) }

    /// What tells captions apart.
    private struct Key: Hashable {
        let id: String
        let language: LanguageTag

        init(_ id: String, _ language: LanguageTag) { (self.id, self.language) = (id, language) }

        init(_ caption: Caption) { self.init(caption.id, caption.language) }
    }
}
