import MediaModel

/// Takes a file's pictures from a queue, and waits for each.
struct QueuedPictures: PictureSupply {
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private let queue: BoundedQueue<SourcePicture>
    private let length: ProgrammeLength
    private let progress: RenderProgress
    private let wanted: Set<Int>?
    private var captions: SourceCaptions?

    /// - Parameters:
    ///   - captions: What becomes of the source's closed captions; `nil`: nothing.
    ///   - wanted: The ticks that canvases are wanted of; `nil` for all.
    init(
        _ queue: BoundedQueue<SourcePicture>, frameRate: FrameRate, length: ProgrammeLength, progress: RenderProgress,
        captions: SourceCaptions? = nil, wanted: Set<Int>? = nil
    ) {
        synchroniser = FrameSynchroniser(frameRate: frameRate)
        (self.queue, self.length, self.progress, self.wanted) = (queue, length, progress, wanted)
        self.captions = captions
    }

    mutating func prepare(_ tick: Int) -> Bool {
        progress.advance(to: tick)
        while synchroniser.needsPicture(forTick: tick) {
            guard let picture = queue.pop() else {
                synchroniser.finish()
                // Now only the sound can tell how long the last picture stays.
                return length.waitForEnd() != nil
            }
            captions?.take(picture, dueOn: synchroniser.tick(showing: picture.time))
            synchroniser.offer(picture, time: picture.time)
        }
        return true
    }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        guard let shown = synchroniser.picture(forTick: tick) else { return nil }
        var picture = TickPicture(shown)
        picture.isWanted = wanted?.contains(tick) ?? true
        picture.captions = captions?.triplets(forTick: tick) ?? []
        return picture
    }

    func finish() { progress.finish(dropped: synchroniser.dropped) }

    func leave() { queue.abandon() }
}
