import Overlay

/// A timeline's scenes are known beforehand, and each is waited for.
struct TimelineScenes: SceneSupply {
    private let queue: BoundedQueue<PreparedScene>
    private var next: PreparedScene?
    private var hasBegun = false

    init(_ queue: BoundedQueue<PreparedScene>) { self.queue = queue }

    mutating func exchange(_ scene: inout Scene, atTick tick: Int) -> SceneMailbox.News {
        if !hasBegun { (next, hasBegun) = (queue.pop(), true) }
        var news = SceneMailbox.News.nothing
        while let due = next, due.tick <= tick {
            (scene, news) = (due.scene, .change)
            next = queue.pop()
        }
        return news
    }

    func leave() { queue.abandon() }
}
