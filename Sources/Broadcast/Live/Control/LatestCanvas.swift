import FFmpegKit
import Follow
import Synchronization

/// The canvas that was composed last, for whoever wants to look at it. Costs the composer one lock a tick.
final class LatestCanvas: Sendable {
    struct View: Sendable {
        var canvas: SharedFrame
        var tick: Int
        /// The source's picture under it; `nil` where none is shown.
        var picture: SourcePicture?
        /// What following saw and did on that tick; `nil` where the crop stands still.
        var sight: FollowSight?
    }

    private let view = Mutex<View?>(nil)

    func show(_ new: View) {
        // Frees the one before only after the lock.
        let old = view.withLock { view in
            defer { view = new }
            return view
        }
        _ = consume old
    }

    var current: View? { view.withLock { $0 } }
}
