import Synchronization

/// Hands prepared scenes to the composer's thread, each for its tick, and takes the old ones back.
///
/// A scene keeps its sprites alive: a slate's or an animation's are megabytes, and to free them on the composer's thread
/// could cost it a picture. So what the composer gives back waits here until the next scene is published, and is freed there.
///
/// One task publishes, one thread takes.
public final class SceneMailbox: Sendable {
    /// What the composer finds for a tick.
    public enum News: Int, Comparable, Sendable {
        case nothing
        /// A scene that nobody misses if it is shown some ticks late: hearts more, of hundreds.
        case detail
        /// One that viewers have to see on its very tick: another price.
        case change

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Contents {
        /// What the composer hasn't taken yet, in the order of their ticks.
        var waiting: [(tick: Int, scene: Scene, news: News)] = []
        /// What it has given back.
        var retired: [Scene] = []
        /// The tick that is composed next.
        var nextTick = 0
    }

    private static let capacity = 16
    private let contents: Mutex<Contents>

    public init() {
        var contents = Contents()
        // The composer appends those that it takes or passes, and there are rarely more than two: growing would allocate.
        contents.retired.reserveCapacity(Self.capacity)
        contents.waiting.reserveCapacity(Self.capacity)
        self.contents = Mutex(contents)
    }

    /// Offers a scene to the composer for a tick, in place of those for that tick and later ones. Frees what it has
    /// given back. Not for the composer's thread.
    ///
    /// - Parameter news: What it is to viewers; what it takes the place of counts too.
    public func publish(_ scene: Scene, atTick tick: Int, _ news: News = .change) {
        var freed: [Scene] = []
        var news = news
        freed.reserveCapacity(Self.capacity)
        contents.withLock { contents in
            freed += contents.retired
            contents.retired.removeAll(keepingCapacity: true)
            while let last = contents.waiting.last, last.tick >= tick {
                freed.append(last.scene)
                news = max(news, last.news)
                contents.waiting.removeLast()
            }
            contents.waiting.append((tick, scene, news))
        }
        // `freed` goes here, after the lock: the composer never waits for it.
    }

    /// Exchanges the composer's scene for the one that is due on a tick, if there is another. Takes microseconds and
    /// frees nothing.
    ///
    /// - Returns: What it is to viewers, with those that it passed.
    @discardableResult
    public func exchange(_ scene: inout Scene, atTick tick: Int) -> News {
        contents.withLock { contents in
            contents.nextTick = tick + 1
            guard let due = contents.waiting.lastIndex(where: { $0.tick <= tick }) else { return .nothing }
            contents.retired.append(scene)
            var news = contents.waiting[due].news
            for passed in 0..<due {
                contents.retired.append(contents.waiting[passed].scene)
                news = max(news, contents.waiting[passed].news)
            }
            scene = contents.waiting[due].scene
            contents.waiting.removeSubrange(0...due)
            return news
        }
    }

    /// The tick that the composer comes to next.
    public var nextTick: Int { contents.withLock { $0.nextTick } }
}
