import FFmpegKit
import Follow
import MediaModel
import Overlay
import Show

/// Draws the programme's canvases: the source's picture, upright, and the show on it. Belongs to the composer's thread.
struct CanvasRenderer: ~Copyable {
    private var reframer: Reframer
    private var compositor = OverlayBlender()
    private let pool: VideoFramePool
    /// The last picture without overlays, kept while the source repeats it, and where the crop lay in it.
    private var kept: (canvas: SharedFrame, window: CropWindow?)?

    /// - Throws: ``FFmpegError`` without memory.
    init(_ preset: ReframePreset, canvas: PixelSize) throws {
        let pool = try VideoFramePool(size: canvas)
        reframer = try Reframer(preset, canvas: canvas)
        self.pool = pool
    }

    /// How pictures are cut.
    var preset: ReframePreset { reframer.preset }

    /// Cuts pictures another way from now on.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    mutating func reframe(_ preset: ReframePreset) throws {
        reframer = try Reframer(preset, canvas: pool.size)
        kept = nil
    }

    /// Draws a source's picture and the show.
    ///
    /// - Parameters:
    ///   - window: Where the crop lies; `nil`: as the preset says.
    ///   - isRepeatedNext: Whether the next call brings the same picture.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func draw(
        _ picture: SourcePicture, _ window: CropWindow? = nil, isRepeatedNext: Bool, scene: Scene, tick: Int
    ) throws -> SharedFrame {
        var canvas = try pool.makeFrame()
        if kept?.window != window { kept = nil }
        if let kept {
            canvas.copy(kept.canvas.frame)
        } else {
            try reframer.draw(picture, window, into: &canvas)
        }
        if isRepeatedNext {
            if kept == nil { kept = (try copy(canvas).share(), window) }
        } else {
            kept = nil
        }
        return finish(canvas, scene, tick)
    }

    /// Draws a source's picture alone, without the show.
    ///
    /// - Parameter window: Where the crop lies; `nil`: as the preset says.
    /// - Throws: ``FFmpegError`` without memory.
    mutating func draw(_ picture: SourcePicture, _ window: CropWindow?) throws -> SharedFrame {
        var canvas = try pool.makeFrame()
        try reframer.draw(picture, window, into: &canvas)
        return canvas.share()
    }

    /// Draws the show on a picture that is a canvas already.
    mutating func draw(on base: SharedFrame, scene: Scene, tick: Int) throws -> SharedFrame {
        finish(try copy(base.frame), scene, tick)
    }

    /// What stands behind the show while there is no source: its last picture, blurred and dark; without one, dark alone.
    mutating func makeBackdrop(of picture: SourcePicture?) throws -> SharedFrame {
        var canvas = try pool.makeFrame()
        if let picture {
            try reframer.drawBackdrop(of: picture, into: &canvas)
        } else {
            // A dark blue-grey: black looks like a fault of the player.
            canvas.fill(luma: 38, 132, 126)
        }
        return canvas.share()
    }

    /// Says that the picture drawn last won't come again.
    mutating func forget() {
        kept = nil
    }

    private func copy(_ frame: borrowing VideoFrame) throws -> VideoFrame {
        var copy = try pool.makeFrame()
        copy.copy(frame)
        return copy
    }

    private mutating func finish(_ frame: consuming VideoFrame, _ scene: Scene, _ tick: Int) -> SharedFrame {
        var canvas = frame
        canvas.withMutablePlanes { luma, blue, red, layout in
            compositor.draw(scene, at: tick, into: &luma, &blue, &red, layout)
        }
        return canvas.share()
    }
}
