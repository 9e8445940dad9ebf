import ColorMapping
import FFmpegKit
import Follow
import MediaModel
import Reframe
import Show

/// Draws a source's picture on the canvas, upright, and maps its colours if they aren't BT.709's. Belongs to one thread.
///
/// Colours are mapped here rather than where pictures are decoded, since only here it is known which pictures are shown, and what of
/// them; and where a picture shrinks, it is mapped after that. So what it costs is bounded by the canvas, whatever the source's size.
struct Reframer: ~Copyable {
    let preset: ReframePreset
    private let canvas: PixelSize
    private var scaler = Scaler()
    // For `fit`: from the source to the backdrop's small picture, and from there to the canvas.
    private var shrinker = Scaler(.bilinear)
    private var enlarger = Scaler()
    private var blur = BackdropBlur()
    private let backdropPool: VideoFramePool
    // For pictures between mapping and scaling.
    private var (stage, backdropStage) = (MappingStage(), MappingStage())

    /// - Throws: ``FFmpegError`` without memory.
    init(_ preset: ReframePreset, canvas: PixelSize) throws {
        self.preset = preset
        self.canvas = canvas
        backdropPool = try VideoFramePool(size: BackdropBlur.size(for: canvas))
    }

    /// Fills the canvas from a picture.
    ///
    /// - Parameter window: Where the crop lies along the axis that has room; `nil`: as the preset says.
    mutating func draw(
        _ picture: SourcePicture, _ window: CropWindow? = nil, into frame: inout VideoFrame
    ) throws {
        let geometry = ReframeGeometry(
            source: picture.frame.size, sampleAspectRatio: picture.sampleAspectRatio, canvas: canvas)
        let area = geometry.cropArea(
            horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
        let crop = window.map { geometry.window(of: area, around: $0.center) } ?? PixelWindow(area)
        switch preset.mode {
        case .crop, .follow:
            try place(crop, of: picture, into: PixelArea(size: canvas), of: &frame)
        case .fit:
            let fit = geometry.fitArea(
                horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
            if fit.size != canvas { try drawBackdrop(area, of: picture, into: &frame) }
            try place(PixelWindow(PixelArea(size: geometry.source)), of: picture, into: fit, of: &frame)
        }
    }

    /// Fills the canvas from the middle of a picture, blurred and dark.
    mutating func drawBackdrop(of picture: SourcePicture, into frame: inout VideoFrame) throws {
        let geometry = ReframeGeometry(
            source: picture.frame.size, sampleAspectRatio: picture.sampleAspectRatio, canvas: canvas)
        let crop = geometry.cropArea(
            horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
        try drawBackdrop(crop, of: picture, into: &frame)
    }

    private mutating func place(
        _ window: PixelWindow, of picture: SourcePicture, into target: PixelArea, of frame: inout VideoFrame
    ) throws {
        let area = window.area
        guard let table = picture.colors else {
            return try copyOrScale(window, of: picture.frame.frame, into: target, of: &frame)
        }
        if area.size == target.size, window.step == 0 {
            table.map(area, of: picture.frame.frame, into: target, of: &frame)
        } else if area.width * area.height > target.width * target.height {
            var small = try stage.makeFrame(target.size, depth: picture.frame.frame.depth)
            try scaler.scale(window, of: picture.frame.frame, into: PixelArea(size: target.size), of: &small)
            table.map(PixelArea(size: target.size), of: small, into: target, of: &frame)
        } else {
            // Frames of one size, however the window lies between samples.
            let largest = PixelWindow(area, axis: window.axis, step: 1).reach.size
            var mapped = try stage.makeFrame(largest, depth: 8)
            table.map(
                window.reach, of: picture.frame.frame, into: PixelArea(size: window.reach.size), of: &mapped)
            let moved = PixelWindow(PixelArea(size: area.size), axis: window.axis, step: window.step)
            try scaler.scale(moved, of: mapped, into: target, of: &frame)
        }
    }

    private mutating func copyOrScale(
        _ window: PixelWindow, of source: borrowing VideoFrame, into target: PixelArea, of frame: inout VideoFrame
    ) throws {
        if window.area.size == target.size, window.step == 0 {
            frame.copy(window.area, of: source, into: target)
        } else {
            try scaler.scale(window, of: source, into: target, of: &frame)
        }
    }

    private mutating func drawBackdrop(
        _ area: PixelArea, of picture: SourcePicture, into frame: inout VideoFrame
    ) throws {
        var small = try backdropPool.makeFrame()
        let whole = PixelArea(size: small.size)
        if let table = picture.colors {
            var deep = try backdropStage.makeFrame(small.size, depth: picture.frame.frame.depth)
            try shrinker.scale(area, of: picture.frame.frame, into: whole, of: &deep)
            table.map(whole, of: deep, into: whole, of: &small)
        } else {
            try shrinker.scale(area, of: picture.frame.frame, into: whole, of: &small)
        }
        small.withMutablePlanes { luma, blue, red, layout in blur.apply(to: &luma, &blue, &red, layout) }
        try enlarger.scale(whole, of: small, into: PixelArea(size: canvas), of: &frame)
    }
}

/// Makes frames of the size and depth that were asked for last.
private struct MappingStage {
    private var pool: (VideoFramePool, depth: Int)?

    mutating func makeFrame(_ size: PixelSize, depth: Int) throws -> VideoFrame {
        if let pool, pool.0.size == size, pool.depth == depth { return try pool.0.makeFrame() }
        let made = try VideoFramePool(size: size, depth: depth)
        pool = (made, depth)
        return try made.makeFrame()
    }
}

extension ColorTable {
    /// Writes an area of a frame, of the depth that the table is for, to one of the same size.
    fileprivate func map(
        _ area: PixelArea, of source: borrowing VideoFrame, into target: PixelArea, of frame: inout VideoFrame
    ) {
        if source.depth == 8 {
            source.withPlanes { luma, blue, red, layout in
                frame.withMutablePlanes { newLuma, newBlue, newRed, newLayout in
                    convert(luma, blue, red, layout, area, into: &newLuma, &newBlue, &newRed, newLayout, target)
                }
            }
        } else {
            source.withPlanes(of: UInt16.self) { luma, blue, red, layout in
                frame.withMutablePlanes { newLuma, newBlue, newRed, newLayout in
                    convert(luma, blue, red, layout, area, into: &newLuma, &newBlue, &newRed, newLayout, target)
                }
            }
        }
    }
}
