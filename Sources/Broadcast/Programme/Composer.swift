import FFmpegKit
import HLS
import MediaModel
import Overlay

/// Makes the programme's pictures: one canvas a tick, of the source's picture and the show, on a thread of its own.
///
/// Never calls a codec, never touches a disk.
struct Composer: ~Copyable {
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private var painter: CanvasRenderer
    private let grid: PartGrid
    private let pictures: BoundedQueue<SourcePicture>
    private let scenes: BoundedQueue<PreparedScene>
    private let canvases: [BoundedQueue<CanvasTick>]
    private let length: ProgrammeLength
    private let progress: RenderProgress
    private let stop: Interrupt
    /// The ticks that pictures are wanted of; `nil` for all. The others cost no more than the choice of a source picture.
    private let wanted: Set<Int>?

    private var scene: Scene
    private var nextScene: PreparedScene?

    init(
        reframer: consuming Reframer, firstScene: Scene, pool: VideoFramePool, grid: PartGrid,
        pictures: BoundedQueue<SourcePicture>, scenes: BoundedQueue<PreparedScene>,
        canvases: [BoundedQueue<CanvasTick>], length: ProgrammeLength, progress: RenderProgress, stop: Interrupt,
        wanted: Set<Int>? = nil
    ) {
        painter = CanvasRenderer(reframer: reframer, pool: pool)
        self.grid = grid
        self.pictures = pictures
        self.scenes = scenes
        self.canvases = canvases
        self.length = length
        self.progress = progress
        self.stop = stop
        self.wanted = wanted
        scene = firstScene
        synchroniser = FrameSynchroniser(frameRate: grid.frameRate)
    }

    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        defer {
            // Whoever fed the composer must not wait for it.
            pictures.abandon()
            scenes.abandon()
            for queue in canvases { queue.close() }
        }
        nextScene = scenes.pop()
        var tick = 0
        var isStopping = false
        while true {
            if stop.isRequested && !isStopping {
                // The segment in progress is completed, so that all tracks end together.
                isStopping = true
                let segment = (tick + grid.framesPerSegment - 1) / grid.framesPerSegment
                length.decide(max(1, segment) * grid.framesPerSegment)
            }
            guard offerPictures(for: tick) else { return }
            if let end = length.end, tick >= end { break }
            guard let picture = synchroniser.picture(forTick: tick) else { return }
            commitScenes(at: tick)
            if wanted?.contains(tick) ?? true {
                let canvas = CanvasTick(
                    frame: try painter.draw(
                        picture.picture, isRepeatedNext: picture.isRepeatedNext, scene: scene, tick: tick),
                    tick: tick)
                for queue in canvases { guard queue.push(canvas) else { return } }
            } else if !picture.isRepeatedNext {
                painter.forget()
            }
            tick += 1
            progress.advance(to: tick)
        }
        // The sound may still wait to hear where the programme ended: at a limit, the source has not said.
        length.decide(tick)
        progress.finish(dropped: synchroniser.dropped)
    }

    /// Waits for as many source pictures as the tick needs. Returns `false` if the job has failed.
    private mutating func offerPictures(for tick: Int) -> Bool {
        while synchroniser.needsPicture(forTick: tick) {
            guard let picture = pictures.pop() else {
                synchroniser.finish()
                // Now only the sound can tell how long the last picture stays.
                return length.waitForEnd() != nil
            }
            synchroniser.offer(picture, time: picture.time)
        }
        return true
    }

    private mutating func commitScenes(at tick: Int) {
        while let next = nextScene, next.tick <= tick {
            scene = next.scene
            nextScene = scenes.pop()
        }
    }
}
