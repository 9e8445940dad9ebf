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
    /// What a rung of a live programme does for want of CPU.
    struct Relief {
        let control: OverloadControl
        /// Whether this is the rung whose picture may stand still.
        let isLowest: Bool
        /// Of scaling, encoding and packing a picture.
        var meter = DurationMeter()
    }

    private let track: Int
    private let grid: PartGrid
    private let canvases: BoundedQueue<CanvasTick>
    private let output: BoundedQueue<TrackOutput>
    private let movie: MovieWriter?
    private let encoding: RungEncoding
    private let relief: Relief?
    private let pool: VideoFramePool
    private var scaler = Scaler()
    /// What was encoded last, where the picture may have to stand still.
    private var last: SharedFrame?
    private var isReduced = false

    /// - Parameter relief: For live programmes.
    init(
        track: Int, encoding: RungEncoding, grid: PartGrid,
        canvases: BoundedQueue<CanvasTick>, output: BoundedQueue<TrackOutput>, movie: MovieWriter?,
        relief: Relief? = nil
    ) throws {
        self.track = track
        self.encoding = encoding
        self.grid = grid
        self.canvases = canvases
        self.output = output
        self.movie = movie
        self.relief = relief
        pool = try VideoFramePool(size: encoding.rung.size)
    }

    /// - Throws: ``FFmpegError`` if the encoder or the muxer fails, ``JobError`` if the movie can't be written.
    consuming func run() throws {
        defer { canvases.abandon() }
        var encoder = try VideoEncoder(encoding.usual)
        try checkReducedForm(encoder.parameterSets)
        let codec = try encoding.codec.string(of: encoder.parameterSets)
        let description = try encoder.makeTrack()
        var segmenter = Segmenter(
            track: track, muxer: try FragmentMuxer(description), cuts: .video(grid), output: output,
            emitsParts: relief != nil)
        guard output.push(.initSegment(track: track, bytes: segmenter.initSegment, codec: codec)) else { return }
        try movie?.add(.video, description)

        while let canvas = canvases.pop() {
            let isKey = canvas.tick % grid.framesPerSegment == 0
            if isKey, let relief, let reduced = encoding.reduced, relief.control.encodesCheaply != isReduced {
                // A segment is complete in itself, so the next may come out of another encoder.
                try encoder.sendEnd()
                guard try Self.drain(&encoder, &segmenter, movie, grid.frameRate) else { return }
                isReduced.toggle()
                encoder = try VideoEncoder(isReduced ? reduced : encoding.usual)
            }
            let start = ContinuousClock.now
            try send(canvas, isKey: isKey, to: &encoder)
            guard try Self.drain(&encoder, &segmenter, movie, grid.frameRate) else { return }
            relief?.meter.note(ContinuousClock.now - start)
        }
        try encoder.sendEnd()
        guard try Self.drain(&encoder, &segmenter, movie, grid.frameRate) else { return }
        try segmenter.finish()
    }

    /// Players have one init segment for the whole broadcast, so whatever encoder takes over must fit it.
    private func checkReducedForm(_ parameterSets: [UInt8]) throws {
        guard relief != nil, let reduced = encoding.reduced else { return }
        guard try VideoEncoder(reduced).parameterSets == parameterSets else {
            throw JobError(
                .internal, "the cheap encoder of \(encoding.rung.size) has other parameter sets than the usual one")
        }
    }

    private mutating func send(_ canvas: CanvasTick, isKey: Bool, to encoder: inout VideoEncoder) throws {
        let mayFreeze = relief?.isLowest ?? false
        // A key picture costs the same whatever it shows: so nobody sees an old price for longer than a segment.
        if mayFreeze, !isKey, relief?.control.freezesLowestRung ?? false, let last {
            try encoder.send(last.frame, tick: canvas.tick, isKey: isKey)
            return
        }
        let frame = canvas.frame.size == encoding.rung.size ? canvas.frame : try scale(canvas.frame)
        if mayFreeze { last = frame }
        try encoder.send(frame.frame, tick: canvas.tick, isKey: isKey)
    }

    private mutating func scale(_ canvas: SharedFrame) throws -> SharedFrame {
        var scaled = try pool.makeFrame()
        try scaler.scale(
            PixelArea(size: canvas.size), of: canvas.frame, into: PixelArea(size: encoding.rung.size), of: &scaled)
        return scaled.share()
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
