import Synchronization

/// Hands prepared scenes to the composer's thread, the newest one at a time, and takes the old ones back.
///
/// A scene keeps its sprites alive: a slate's or an animation's are megabytes, and to free them on the composer's thread
/// could cost it a picture. So what the composer gives back waits here until the next scene is published, and is freed there.
///
/// One task publishes, one thread takes.
public final class SceneExchange: Sendable {
    private struct Contents {
        /// What the composer hasn't taken yet.
        var next: Scene?
        /// What it has given back.
        var retired: [Scene] = []
    }

    private let contents: Mutex<Contents>

    public init() {
        var contents = Contents()
        // The composer appends one for each it takes, and it can't take more than were published: growing would allocate.
        contents.retired.reserveCapacity(4)
        self.contents = Mutex(contents)
    }

    /// Offers a scene to the composer, in place of one that it hasn't taken. Frees what it has given back. Not for the
    /// composer's thread.
    public func publish(_ scene: Scene) {
        var freed: [Scene] = []
        freed.reserveCapacity(4)
        contents.withLock { contents in
            if let next = contents.next { freed.append(next) }
            freed += contents.retired
            contents.retired.removeAll(keepingCapacity: true)
            contents.next = scene
        }
        // `freed` goes here, after the lock: the composer never waits for it.
    }

    /// Exchanges the composer's scene for the newest one, if there is a newer one. Takes microseconds and frees nothing.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    public func exchange(_ scene: inout Scene) -> Bool {
        contents.withLock { contents in
            guard let next = contents.next else { return false }
            contents.retired.append(scene)
            contents.next = nil
            scene = next
            return true
        }
    }
}
