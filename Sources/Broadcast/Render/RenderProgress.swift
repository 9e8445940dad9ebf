import Synchronization

/// How far a render is. Any thread may look at any time.
public final class RenderProgress: Sendable {
    private let composed = Atomic(0)
    private let expected = Atomic(0)
    private let dropped = Atomic(0)

    public init() {}

    /// Programme pictures made so far.
    public var frames: Int { composed.load(ordering: .relaxed) }

    /// Programme pictures there will be, by what the container says; 0 if it doesn't.
    public var expectedFrames: Int { expected.load(ordering: .relaxed) }

    /// Source pictures that no tick showed; known at the end.
    public var droppedFrames: Int { dropped.load(ordering: .relaxed) }

    func expect(_ frames: Int) { expected.store(frames, ordering: .relaxed) }
    func advance(to frames: Int) { composed.store(frames, ordering: .relaxed) }
    func finish(dropped count: Int) { dropped.store(count, ordering: .relaxed) }
}
