import FFmpegKit
import HLS
import MediaModel
import Reframe
import Show

/// What a render will make of a source: sizes, rungs, cuts. Decided before anything is decoded or written.
struct RenderPlan: Hashable, Sendable {
    let canvas: PixelSize
    let grid: PartGrid
    let latency: LatencyMode
    let profile = EncoderProfile.x264
    let orientation: Orientation
    /// The video tracks first, from the top rung down; captions last.
    let tracks: [Track]
    let rungs: [Rung]
    /// What a broadcast tells players of its source's closed captions.
    let closedCaptions: [ClosedCaptionService]
    /// Of names that say nothing of their language: a BCP 47 tag.
    let locale: String

    /// - Parameters:
    ///   - size: The source's, as coded.
    ///   - sourceOrientation: What the source asks for, before the preset's own turn.
    /// - Throws: ``JobError`` if the ladder doesn't fit the canvas.
    init(
        preset: Preset, source size: PixelSize, sourceOrientation: Orientation, hasAudioOnlyVariant: Bool
    ) throws(JobError) {
        orientation = sourceOrientation.then(Orientation(preset.reframe))
        let upright = orientation.applied(to: size)
        guard upright.width >= 2, upright.height >= 2 else {
            throw JobError(.inputUnusable, "pictures of \(upright) are too small to show")
        }
        let shape = ReframeGeometry(source: upright, canvas: PixelSize(width: 720, height: 1280))
        let canvas = preset.canvas.size ?? Ladder.canvasSize(forReframedSource: shape.cropArea().size)
        rungs = preset.rungs(on: canvas)
        guard let first = rungs.first else { throw JobError(.usage, "the preset's ladder has no rungs") }
        // An odd side of an automatic ladder's canvas loses its last row or column.
        guard preset.ladder == .automatic || preset.canvas.size == nil || first.size == canvas else {
            throw JobError(
                .usage, "the ladder's first rung is \(first.size) but the canvas is \(canvas); make them equal")
        }
        self.canvas = first.size
        latency = preset.latency ?? .normal
        grid = PartGrid(frameRate: preset.canvas.frameRate, latency: latency)
        locale = preset.locale
        closedCaptions = ClosedCaptionService.services(preset.captions?.source ?? [:])
        tracks =
            rungs.map(Track.video) + [.audio] + (hasAudioOnlyVariant ? [.audioOnly] : [])
            + (preset.captions?.choices ?? []).map(Track.captions)
    }

    /// How a rung's pictures are encoded.
    func encoding(of rung: Rung) -> RungEncoding { profile.encoding(of: rung, profile.mode(latency), grid) }
}
