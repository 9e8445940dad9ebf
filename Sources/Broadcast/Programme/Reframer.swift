import FFmpegKit
import MediaModel
import Reframe
import Show

/// Draws a source's picture on the canvas, upright. Belongs to one thread.
struct Reframer: ~Copyable {
    private let preset: ReframePreset
    private let canvas: PixelSize
    private var scaler = Scaler()
    // For `fit`: from the source to the backdrop's small picture, and from there to the canvas.
    private var shrinker = Scaler(.bilinear)
    private var enlarger = Scaler()
    private var blur = BackdropBlur()
    private let backdropPool: VideoFramePool

    /// - Throws: ``FFmpegError`` without memory.
    init(_ preset: ReframePreset, canvas: PixelSize) throws {
        self.preset = preset
        self.canvas = canvas
        backdropPool = try VideoFramePool(size: BackdropBlur.size(for: canvas))
    }

    /// Fills the canvas from a picture.
    mutating func draw(_ picture: SourcePicture, into frame: inout VideoFrame) throws {
        let geometry = ReframeGeometry(
            source: picture.frame.size, sampleAspectRatio: picture.sampleAspectRatio, canvas: canvas)
        let crop = geometry.cropArea(
            horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
        switch preset.mode {
        case .crop:
            try copyOrScale(crop, of: picture.frame.frame, into: PixelArea(size: canvas), of: &frame)
        case .fit:
            let fit = geometry.fitArea(
                horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
            if fit.size != canvas { try drawBackdrop(crop, of: picture.frame.frame, into: &frame) }
            try copyOrScale(
                PixelArea(size: geometry.source), of: picture.frame.frame, into: fit, of: &frame)
        }
    }

    /// Fills the canvas from the middle of a picture, blurred and dark.
    mutating func drawBackdrop(of picture: SourcePicture, into frame: inout VideoFrame) throws {
        let geometry = ReframeGeometry(
            source: picture.frame.size, sampleAspectRatio: picture.sampleAspectRatio, canvas: canvas)
        let crop = geometry.cropArea(
            horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor)
        try drawBackdrop(crop, of: picture.frame.frame, into: &frame)
    }

    private mutating func copyOrScale(
        _ area: PixelArea, of source: borrowing VideoFrame, into target: PixelArea, of frame: inout VideoFrame
    ) throws {
        if area.size == target.size {
            frame.copy(area, of: source, into: target)
        } else {
            try scaler.scale(area, of: source, into: target, of: &frame)
        }
    }

    private mutating func drawBackdrop(
        _ area: PixelArea, of source: borrowing VideoFrame, into frame: inout VideoFrame
    ) throws {
        var small = try backdropPool.makeFrame()
        try shrinker.scale(area, of: source, into: PixelArea(size: small.size), of: &small)
        small.withMutablePlanes { luma, blue, red, layout in blur.apply(to: &luma, &blue, &red, layout) }
        try enlarger.scale(PixelArea(size: small.size), of: small, into: PixelArea(size: canvas), of: &frame)
    }
}
