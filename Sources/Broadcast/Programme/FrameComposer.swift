import FFmpegKit
import HLS
import Overlay

/// Makes the programme's canvases, one for each tick and composition, on a thread of its own.
///
/// Two things differ between a broadcast and a render: a broadcast keeps to the clock (``ClockPacing``), and its pictures come from
/// elsewhere (``PictureSupply``). What the show adds comes with each ``Composition``.
///
/// Never calls a codec, never touches a disk.
struct FrameComposer<Pictures: PictureSupply>: ~Copyable {
    private var pacing: ClockPacing?
    private var pictures: Pictures
    private let compositions: [Composition]
    private let grid: PartGrid
    private let length: ProgrammeLength
    private let stop: Interrupt

    /// - Parameters:
    ///   - pacing: `nil` lets it go as fast as the machine does.
    ///   - stop: Requested when the programme is to end: the segment in progress is still completed.
    init(
        pacing: ClockPacing? = nil, pictures: Pictures, compositions: sending [Composition], grid: PartGrid,
        length: ProgrammeLength, stop: Interrupt
    ) {
        (self.pacing, self.pictures, self.compositions) = (pacing, pictures, compositions)
        (self.grid, self.length, self.stop) = (grid, length, stop)
    }

    /// Runs until the programme's end is known and reached, or somebody lets go of what it waits for.
    ///
    /// - Throws: ``FFmpegError`` without memory; ``JobError`` when nobody is left who encodes.
    consuming func run() throws {
        defer {
            // Whoever feeds the composer must not wait for it, nor whoever is fed.
            pictures.leave()
            for composition in compositions { composition.leave() }
        }
        var tick = 0
        var isStopping = false
        while true {
            pacing?.wait(forTick: tick)
            if stop.isRequested && !isStopping {
                // The segment in progress is completed, so that all tracks end together. A show of none is no render; a broadcast
                // has none in progress before its first tick.
                isStopping = true
                let segment = (tick + grid.framesPerSegment - 1) / grid.framesPerSegment
                length.decide(max(pacing == nil ? 1 : 0, segment) * grid.framesPerSegment)
            }
            guard pictures.prepare(tick) else { return }
            if let end = length.end, tick >= end { break }
            guard let picture = pictures.picture(forTick: tick) else { return }
            guard try compose(picture, tick) else { return }
            tick += 1
        }
        // The sound may still wait to hear where the programme ended: at a limit, the source has not said.
        length.decide(tick)
        pictures.finish()
    }

    /// Returns `false` when nobody wants canvases any more.
    private mutating func compose(_ picture: TickPicture, _ tick: Int) throws -> Bool {
        var news = SceneMailbox.News.nothing
        for composition in compositions { news = max(news, composition.commit(atTick: tick)) }
        let isSpared = pacing?.spares(tick, news) ?? false
        for composition in compositions {
            guard let canvas = try composition.draw(picture, tick: tick, isSpared: isSpared) else { continue }
            let item = CanvasTick(
                frame: canvas, tick: tick, timing: pacing?.timing(ofTick: tick), captions: picture.captions)
            guard try composition.handOut(item) else { return false }
        }
        pacing?.finish(picture, isDrawn: !isSpared)
        return true
    }
}
