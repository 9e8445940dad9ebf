import MediaModel

/// Takes a file's pictures from a queue, and waits for each.
struct QueuedPictures: PictureSupply {
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private let queue: BoundedQueue<SourcePicture>
    private let length: ProgrammeLength
    private let progress: RenderProgress
    private let wanted: Set<Int>?

    /// - Parameter wanted: The ticks that canvases are wanted of; `nil` for all.
    init(
        _ queue: BoundedQueue<SourcePicture>, frameRate: FrameRate, length: ProgrammeLength, progress: RenderProgress,
        wanted: Set<Int>? = nil
    ) {
        synchroniser = FrameSynchroniser(frameRate: frameRate)
        (self.queue, self.length, self.progress, self.wanted) = (queue, length, progress, wanted)
    }

    mutating func prepare(_ tick: Int) -> Bool {
        progress.advance(to: tick)
        while synchroniser.needsPicture(forTick: tick) {
            guard let picture = queue.pop() else {
                synchroniser.finish()
                // Now only the sound can tell how long the last picture stays.
                return length.waitForEnd() != nil
            }
            synchroniser.offer(picture, time: picture.time)
        }
        return true
    }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        synchroniser.picture(forTick: tick).map {
            TickPicture(
                picture: $0.picture, isShown: true, isNew: $0.isNew, isRepeatedNext: $0.isRepeatedNext,
                isWanted: wanted?.contains(tick) ?? true)
        }
    }

    func finish() { progress.finish(dropped: synchroniser.dropped) }

    func leave() { queue.abandon() }
}
