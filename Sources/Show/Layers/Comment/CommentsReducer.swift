/// Viewers' comments: the pinned one and the last ones.
struct CommentsReducer: UndoableReducer {
    enum Input: Sendable {
        case action(CommentAction)
        case clear
    }

    /// So many can still be pinned, though they have left the screen.
    private static let memory = 256

    var pinned = Timed<Comment>()
    var pinnedBefore = Timed<Comment>()
    var recent: [RecentComment] = []
    private var tick = 0

    /// As the overlays need it.
    var state: CommentsState {
        CommentsState(pinned: pinned, recent: Array(recent.suffix(CommentsState.maximumRecent)))
    }

    /// A comment that can be pinned.
    func comment(id: String) -> Comment? {
        if let pinned = pinned.current, pinned.id == id { return pinned }
        return recent.last { $0.comment.id == id }?.comment
    }

    /// The pinned comment's id.
    var pinnedID: String? { pinned.current?.id }

    mutating func advance(to tick: Int, _ rules: ShowRules) {
        guard tick > self.tick else { return }
        self.tick = tick
        pinnedBefore = pinned
    }

    mutating func apply(_ input: Input, _ rules: ShowRules) {
        switch input {
        case .clear:
            recent = []
            pin(nil)
        case .action(.show(let comment, let isPinned)):
            // Removing one at a time would move all the others with each comment.
            if recent.count == 2 * Self.memory { recent.removeFirst(Self.memory) }
            recent.append(RecentComment(comment: comment, shownAt: tick))
            if isPinned { pin(comment) }
        case .action(.pin(let id)):
            if let comment = comment(id: id) { pin(comment) }
        case .action(.unpin(let id)):
            if id == nil || pinnedID == id { pin(nil) }
        case .action(.remove(let id)):
            recent.removeAll { $0.comment.id == id }
            // It must be gone with this very tick: also from the way out, and with no way back within the tick.
            if pinned.current?.id == id {
                // One that was on its way out of this very change goes on leaving; an older one has long gone, and
                // would flash up again.
                let leaving = pinned.changedAt == tick ? pinned.previous : nil
                pinned = Timed(previous: leaving, changedAt: tick)
            }
            if pinned.previous?.id == id { pinned.previous = nil }
            if pinnedBefore.current?.id == id { pinnedBefore = pinned }
            if pinnedBefore.previous?.id == id { pinnedBefore.previous = nil }
        }
    }

    private mutating func pin(_ comment: Comment?) { pinned.put(comment, over: pinnedBefore, atTick: tick) }
}

extension Timed {
    /// Puts something else on screen. Changes of one tick are one change: what was there before it doesn't come in again.
    mutating func put(_ value: Value?, over before: Timed, atTick tick: Int) {
        self = value == before.current ? before : Timed(current: value, previous: before.current, changedAt: tick)
    }
}
