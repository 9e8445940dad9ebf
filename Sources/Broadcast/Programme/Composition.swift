import FFmpegKit
import Follow
import MediaModel
import Overlay
import Show

/// One picture of the programme: a canvas, the show on it as one preset draws it, and the rungs that are encoded of it.
///
/// A programme has one or more, over the same ticks, sources and sound: another look, or another shape, is one more. It belongs to
/// the composer's thread.
final class Composition {
    private var renderer: CanvasRenderer
    private var scene: Scene
    private var scenes: any SceneSupply
    private let canvases: [CanvasQueue]
    private let monitor: LatestCanvas?
    private let pictures: PictureTap?
    /// What stands behind the show while there is no source.
    private var backdrop: SharedFrame?
    private var last: SharedFrame?

    /// - Parameters:
    ///   - renderer: It reframes as the preset says, to the canvas's size.
    ///   - firstScene: What the show begins with.
    ///   - canvases: One for each rung, and for whoever else wants every canvas.
    ///   - monitor: It is shown whatever is composed.
    ///   - pictures: Takes single canvases, for the show's poster and storyboard.
    init(
        renderer: consuming CanvasRenderer, firstScene: Scene, scenes: any SceneSupply & Sendable,
        canvases: [CanvasQueue], monitor: LatestCanvas? = nil, pictures: PictureTap? = nil
    ) {
        self.renderer = renderer
        scene = firstScene
        (self.scenes, self.canvases, self.monitor, self.pictures) = (scenes, canvases, monitor, pictures)
    }

    /// Makes the show what it is on a tick. Returns what that means to viewers.
    func commit(atTick tick: Int) -> SceneMailbox.News { scenes.exchange(&scene, atTick: tick) }

    /// Draws a tick's canvas. Returns `nil` if nobody wants it.
    ///
    /// - Parameter isSpared: Whether the one before will do.
    /// - Throws: ``FFmpegError`` without memory.
    func draw(_ shown: TickPicture, tick: Int, isSpared: Bool) throws -> SharedFrame? {
        if shown.isNew { renderer.forget() }
        if let reframe = shown.reframe, reframe != renderer.preset {
            try renderer.reframe(reframe)
            backdrop = nil
        }
        guard shown.isWanted else { return nil }
        if isSpared, let last {
            pictures?.offer(last, tick: tick, shown)
            return last
        }
        let canvas: SharedFrame
        if shown.isShown, let picture = shown.picture {
            // The next loss has another last picture.
            backdrop = nil
            // While it freezes, the same picture comes again; what a stall's first tick didn't know costs one more resize.
            canvas = try renderer.draw(
                picture, shown.sight?.window, isRepeatedNext: shown.isRepeatedNext || !shown.isNew, scene: scene,
                tick: tick)
        } else {
            let base = try backdrop ?? renderer.makeBackdrop(of: shown.picture)
            backdrop = base
            canvas = try renderer.draw(on: base, scene: scene, tick: tick)
        }
        last = canvas
        pictures?.offer(canvas, tick: tick, shown)
        monitor?.show(
            .init(canvas: canvas, tick: tick, picture: shown.isShown ? shown.picture : nil, sight: shown.sight))
        return canvas
    }

    /// Gives a canvas to all rungs. Returns `false` when nobody wants canvases any more.
    ///
    /// - Throws: ``JobError`` when all rungs have been dropped.
    func handOut(_ canvas: CanvasTick) throws(JobError) -> Bool {
        for queue in canvases { guard queue.push(canvas) else { return false } }
        guard canvases.isEmpty || canvases.contains(where: { !$0.isDropped }) else {
            throw JobError(.internal, "no rung has an encoder that takes pictures; start the broadcast anew")
        }
        return true
    }

    /// Lets everybody go who waits for this composition: no canvas follows.
    func leave() {
        scenes.leave()
        for queue in canvases { queue.close() }
        pictures?.close()
    }
}
