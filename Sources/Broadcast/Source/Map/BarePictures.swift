package import FFmpegKit
import Follow
package import MediaModel
import Show

/// The programme's pictures once more, without the overlays: the recorded source, turned and cut as it was on air. Where the source was gone
/// or hidden, what stood behind the slate.
///
/// Blocks; belongs to one thread.
package struct BarePictures: ~Copyable {
    private var replay: SourceReplay
    private let run: RecordedSource.Run
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private var renderer: CanvasRenderer
    private let frameRate: FrameRate
    /// While no source is shown.
    private var backdrop: SharedFrame?

    /// - Parameters:
    ///   - name: The run's, as its segments have it. What is asked for is checked: ``RecordedSource/check(_:_:isNamed:)``.
    ///   - tick: The first that is wanted, of the run.
    ///   - size: Of the pictures.
    /// - Throws: ``FFmpegError`` without memory.
    package init(
        _ source: RecordedSource, run name: String, from tick: Int, size: PixelSize, frameRate: FrameRate,
        interrupt: Interrupt
    ) throws {
        let run = source.run(name) ?? RecordedSource.Run()
        let time = Self.time(of: tick, frameRate)
        renderer = try CanvasRenderer(run.framing(at: time)?.0.reframe ?? ReframePreset(), canvas: size)
        replay = SourceReplay(source, run, from: time, interrupt: interrupt)
        synchroniser = FrameSynchroniser(frameRate: frameRate)
        (self.run, self.frameRate) = (run, frameRate)
    }

    /// Draws the picture of a tick of the run: the first that is wanted, and then one after the other.
    ///
    /// - Throws: ``JobError`` if the source's file isn't there or can't be decoded, ``FFmpegError`` without memory.
    package mutating func picture(forTick tick: Int) throws -> SharedFrame {
        while synchroniser.needsPicture(forTick: tick) {
            let run = run
            if let picture = try replay.picture(orientation: { run.framing(at: $0)?.0.orientation ?? .upright }) {
                synchroniser.offer(picture, time: picture.time)
            } else {
                synchroniser.finish()
            }
        }
        let time = Self.time(of: tick, frameRate)
        let chosen = synchroniser.picture(forTick: tick)?.picture
        guard let (framing, center) = run.framing(at: time) else { return try renderer.makeBackdrop(of: nil) }
        if framing.reframe != renderer.preset {
            try renderer.reframe(framing.reframe)
            backdrop = nil
        }
        // The first picture is chosen before its time, when the programme hadn't seen it yet.
        let picture = chosen.flatMap { $0.time <= Self.time(of: tick + 1, frameRate) ? $0 : nil }
        guard framing.isShown, let picture else {
            let base = try backdrop ?? renderer.makeBackdrop(of: picture)
            backdrop = base
            return base
        }
        backdrop = nil
        return try renderer.draw(picture, center.map { CropWindow(center: $0) })
    }

    private static func time(of tick: Int, _ frameRate: FrameRate) -> Int64 {
        Int64(tick) * 1_000_000_000 / Int64(frameRate.framesPerSecond)
    }
}
