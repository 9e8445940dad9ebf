import FFmpegKit
import Follow
import HLS
import MediaModel
import Reframe
import Show

/// Writes a silent film of what following saw: the source's whole picture with subjects, zone and window, and beside it what viewers get.
///
/// The file appears whole (``WholeMovie``). Belongs to one thread.
final class DebugFilm {
    /// What the two pictures fit into.
    private static let (sourceBox, resultBox) = (PixelSize(width: 960, height: 540), PixelSize(width: 540, height: 540))
    private static let gap = 8

    private let size: PixelSize
    private let keyInterval: Int
    private let pool: VideoFramePool
    private var source: SourceView
    private var result: Reframer
    private let resultPool: VideoFramePool
    private var encoder: VideoEncoder
    private var file: WholeMovie
    private var tick = 0

    /// - Parameters:
    ///   - picture: The first one: all are of its shape.
    ///   - canvas: What viewers get.
    /// - Throws: ``JobError`` if the file can't be written, ``FFmpegError`` if the encoder is missing.
    init(
        path: String, picture: SourcePicture, preset: ReframePreset, canvas: PixelSize, frameRate: FrameRate
    ) throws {
        let sourceSize = SourceView.size(of: picture, in: Self.sourceBox)
        let resultSize = SourceView.size(of: canvas, .square, in: Self.resultBox)
        let size = PixelSize(
            width: sourceSize.width + Self.gap + resultSize.width, height: max(sourceSize.height, resultSize.height))
        let (pool, resultPool) = (try VideoFramePool(size: size), try VideoFramePool(size: resultSize))
        let grid = PartGrid(frameRate: frameRate, latency: .normal)
        let profile = EncoderProfile.x264
        let encoding = profile.encoding(of: Rung(size: size, bitRate: 3_000_000), profile.mode(.normal), grid)
        let encoder = try VideoEncoder(encoding.usual)
        let file = try WholeMovie(path: path, video: encoder.makeTrack())
        let source = try SourceView(size: sourceSize)
        let result = try Reframer(preset, canvas: resultSize)
        self.source = source
        self.result = result
        self.encoder = encoder
        self.file = file
        (self.size, self.pool, self.resultPool) = (size, pool, resultPool)
        keyInterval = grid.framesPerSegment
    }

    /// Adds a tick's picture.
    func add(_ picture: SourcePicture, _ sight: FollowSight?) throws {
        var frame = try pool.makeFrame()
        frame.fill(luma: 16, 128, 128)
        let whole = try source.draw(picture, sight)
        frame.copy(
            PixelArea(size: whole.size), of: whole, into: place(of: whole.size, x: 0))
        var crop = try resultPool.makeFrame()
        try result.draw(picture, sight?.window, into: &crop)
        frame.copy(PixelArea(size: crop.size), of: crop, into: place(of: crop.size, x: whole.size.width + Self.gap))
        try encoder.send(frame, tick: tick, isKey: tick % keyInterval == 0)
        tick += 1
        try drain()
    }

    private func place(of part: PixelSize, x: Int) -> PixelArea {
        PixelArea(x: x, y: (size.height - part.height) / 4 * 2, width: part.width, height: part.height)
    }

    /// Completes the file and gives it its name.
    func finish() throws {
        try encoder.sendEnd()
        try drain()
        try file.finish()
    }

    private func drain() throws {
        while case .packet(let packet) = try encoder.receive() { try file.write(packet, to: .video) }
    }
}
