import Overlay
import Synchronization

/// Where the show's thread puts prepared states, and the composer takes them from on their ticks. Any thread.
///
/// A state that is taken off is freed by the show's thread, not by the composer: to let go of the sprites of a whole
/// screen takes longer than the composer may be held up.
final class SceneBoard: Sendable {
    private struct Contents {
        /// In the order of their ticks.
        var waiting: [PreparedScene] = []
        var used: [Scene] = []
        /// The tick that is composed next.
        var nextTick = 0
    }

    private let contents = Mutex(Contents())

    /// Puts up a state for its tick, in place of those for that tick and later ones.
    func put(_ scene: PreparedScene) {
        let freed = contents.withLock { contents in
            let freed = contents.waiting.filter { $0.tick >= scene.tick }
            contents.waiting.removeAll { $0.tick >= scene.tick }
            contents.waiting.append(scene)
            defer { contents.used.removeAll() }
            return (freed, contents.used)
        }
        // Here, outside the lock and on this thread.
        withExtendedLifetime(freed) {}
    }

    /// Takes the state that is due on a tick; `nil` if it is the one before.
    ///
    /// - Parameter current: The one that is shown now; freed elsewhere if there is another.
    func take(at tick: Int, insteadOf current: Scene) -> Scene? {
        contents.withLock { contents in
            contents.nextTick = tick + 1
            guard let index = contents.waiting.lastIndex(where: { $0.tick <= tick }) else { return nil }
            let scene = contents.waiting[index].scene
            contents.used.append(current)
            for passed in contents.waiting[..<index] { contents.used.append(passed.scene) }
            contents.waiting.removeSubrange(...index)
            return scene
        }
    }

    /// The first tick that a state put up now is sure to be shown on.
    var nextTick: Int { contents.withLock { $0.nextTick } }
}
