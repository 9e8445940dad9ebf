import FFmpegKit
import HLS
import MediaModel

/// A canvas and the tick it belongs to.
struct CanvasTick: Sendable {
    let frame: SharedFrame
    let tick: Int
}

/// Scales the canvas to a rung, encodes it and packs it into segments, on a thread of its own.
struct RungEncoder: ~Copyable {
    private let track: Int
    private let rung: Rung
    private let grid: PartGrid
    private let canvases: BoundedQueue<CanvasTick>
    private let output: BoundedQueue<TrackOutput>
    private let movie: MovieWriter?
    private let settings: VideoEncoder.Settings

    init(
        track: Int, rung: Rung, settings: VideoEncoder.Settings, grid: PartGrid,
        canvases: BoundedQueue<CanvasTick>, output: BoundedQueue<TrackOutput>, movie: MovieWriter?
    ) {
        self.track = track
        self.rung = rung
        self.settings = settings
        self.grid = grid
        self.canvases = canvases
        self.output = output
        self.movie = movie
    }

    /// - Throws: ``FFmpegError`` if x264 or the muxer fails, ``JobError`` if the movie can't be written.
    consuming func run() throws {
        defer { canvases.abandon() }
        var encoder = try VideoEncoder(settings)
        let codec = try CodecString.avc(extradata: encoder.parameterSets)
        let description = try encoder.makeTrack()
        var segmenter = Segmenter(
            track: track, muxer: try FragmentMuxer(description), cuts: .video(grid), output: output)
        guard output.push(.initSegment(track: track, bytes: segmenter.initSegment, codec: codec)) else { return }
        try movie?.add(.video, description)
        var scaler = Scaler()
        let pool = try VideoFramePool(size: rung.size)

        while let canvas = canvases.pop() {
            let isKey = canvas.tick % grid.framesPerSegment == 0
            if canvas.frame.size == rung.size {
                try encoder.send(canvas.frame.frame, tick: canvas.tick, isKey: isKey)
            } else {
                var scaled = try pool.makeFrame()
                try scaler.scale(
                    PixelArea(size: canvas.frame.size), of: canvas.frame.frame, into: PixelArea(size: rung.size),
                    of: &scaled)
                try encoder.send(scaled, tick: canvas.tick, isKey: isKey)
            }
            guard try Self.drain(&encoder, &segmenter, movie, grid.frameRate) else { return }
        }
        try encoder.sendEnd()
        guard try Self.drain(&encoder, &segmenter, movie, grid.frameRate) else { return }
        try segmenter.finish()
    }

    /// Returns `false` when nobody wants segments any more.
    private static func drain(
        _ encoder: inout VideoEncoder, _ segmenter: inout Segmenter, _ movie: MovieWriter?,
        _ frameRate: FrameRate
    ) throws -> Bool {
        while true {
            switch try encoder.receive() {
            case .needsInput: return true
            case .finished: return true
            case .packet(let packet):
                try movie?.writePicture(
                    packet.makeReference(), end: frameRate.time(ofTick: Int(packet.presentationTime ?? 0) + 1))
                guard try segmenter.add(packet) else { return false }
            }
        }
    }
}
