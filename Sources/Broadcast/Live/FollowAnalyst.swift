import FFmpegKit
import Follow
import MediaModel
import Show
import Synchronization

/// Looks at a live source's pictures for cuts and subjects, on a thread of its own, while a crop follows.
///
/// Nobody waits for it: of pictures that come while it looks the newest are kept, and a detector that fails, or takes long, only makes the
/// crop hold. It is the first to be left out when the CPU doesn't suffice.
final class FollowAnalyst: Sendable {
    /// What is to be found.
    struct Wish: Hashable {
        var subject: FollowPreset.SubjectChoice
        /// How much earlier than they are shown pictures come, in nanoseconds.
        var lookAhead: Int64
    }

    private struct State {
        var wish: Wish?
        /// Whether nets are in memory, for this wish or the one before.
        var isEquipped = false
        /// Since when it looks at a picture; `nil`: it waits for one.
        var lookBegan: ContinuousClock.Instant?
        var findings: [Finding] = []
        var looking = FollowStatus.Looking()
    }

    private static let mostFindings = 64
    /// A search that takes longer, in nanoseconds, is too slow to follow anybody.
    private static let longestLook: Int64 = 500_000_000

    private let eyes: FollowEyes
    private let overload: OverloadControl
    private let context: BroadcastContext
    private let patience: Duration
    /// What cuts are decided by, and a picture more.
    private let pictures = BoundedQueue<SourcePicture>(capacity: CutDetector.longestPatience + 1)
    private let state = Mutex(State())

    /// - Parameter patience: After so long a search counts as one that hangs.
    init(
        _ eyes: FollowEyes, overload: OverloadControl, context: BroadcastContext, patience: Duration = .seconds(2)
    ) {
        (self.eyes, self.overload, self.context, self.patience) = (eyes, overload, context, patience)
    }

    // MARK: - For others, who never wait

    /// - Parameter wish: `nil`: nobody follows.
    func want(_ wish: Wish?) {
        state.withLock { state in
            state.wish = wish
            if wish == nil { state.findings = [] }
        }
    }

    /// Whether it wants pictures. One more than it looks at, after which it puts its nets away.
    var isWanted: Bool { state.withLock { $0.wish != nil || $0.isEquipped } }

    /// Takes the next picture, if any are wanted. If too many wait, the oldest goes. Called by one thread.
    func offer(_ picture: SourcePicture) {
        guard isWanted else { return }
        guard !pictures.tryPush(picture) else { return }
        var began: ContinuousClock.Instant?
        if pictures.tryPop() != nil {
            began = state.withLock { state in
                state.looking.skippedPictures += 1
                return state.lookBegan
            }
        }
        _ = pictures.tryPush(picture)
        // A detector that hangs can't say so itself.
        guard let began, began.duration(to: .now) > patience else { return }
        context.diagnostics.warnOnce(
            "slow detector", "looking for subjects in one picture takes longer than \(patience): the crop holds")
    }

    /// What was found since the last call.
    func takeFindings() -> [Finding] {
        state.withLock { state in
            defer { state.findings = [] }
            return state.findings
        }
    }

    var looking: FollowStatus.Looking { state.withLock { $0.looking } }

    func close() { pictures.abandon() }

    // MARK: - Its thread

    /// What its thread works with.
    struct Desk {
        fileprivate var wish: Wish?
        fileprivate var watch: PictureWatch?
        /// How many searches in a row took too long.
        fileprivate var slowLooks = 0
    }

    /// Looks until nothing more comes.
    func run() {
        var desk = Desk()
        while lookAtNext(&desk) {}
    }

    /// Waits for a picture and looks at it. Returns `false` if none follows.
    func lookAtNext(_ desk: inout Desk) -> Bool {
        guard let picture = pictures.pop() else { return false }
        let wish = state.withLock { state in
            state.isEquipped = state.wish != nil
            state.lookBegan = .now
            return state.wish
        }
        defer { state.withLock { $0.lookBegan = nil } }
        if wish != desk.wish { desk = Desk(wish: wish, watch: wish.flatMap(makeWatch)) }
        guard let watch = desk.watch, let wish else { return true }
        if overload.skipsLooking {
            state.withLock { $0.looking.skippedPictures += 1 }
        } else {
            look(at: picture, watch, wish, &desk.slowLooks)
        }
        return true
    }

    private func makeWatch(_ wish: Wish) -> PictureWatch? {
        guard let detector = eyes.detector(for: wish.subject, context.diagnostics) else { return nil }
        return PictureWatch(detector, lookAhead: wish.lookAhead, frameDuration: context.time(ofTick: 1))
    }

    private func look(at picture: SourcePicture, _ watch: PictureWatch, _ wish: Wish, _ slowLooks: inout Int) {
        let begin = ContinuousClock.now
        do {
            let news = try watch.look(at: picture)
            guard !news.isEmpty else { return }
            let parts = begin.duration(to: .now).components
            let time = parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
            let hasLooked = news.contains { !$0.isCut || !$0.subjects.isEmpty }
            state.withLock { state in
                // What isn't wanted any more would be found again by whoever follows next.
                guard state.wish == wish else { return }
                state.findings += news
                if state.findings.count > Self.mostFindings {
                    state.findings.removeFirst(state.findings.count - Self.mostFindings)
                }
                guard hasLooked else { return }
                state.looking.looks += 1
                state.looking.time += time
            }
            slowLooks = time > Self.longestLook ? slowLooks + 1 : 0
            // One alone is a moment's load.
            if slowLooks == 3 {
                context.diagnostics.warnOnce(
                    "slow detector",
                    "looking for subjects takes \(time / 1_000_000) ms a picture: the crop comes late, or holds")
            }
        } catch {
            state.withLock { $0.looking.failedLooks += 1 }
            context.diagnostics.warnOnce("no look", "nobody can look for subjects, so the crop holds: \(error)")
        }
    }
}
