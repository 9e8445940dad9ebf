import FFmpegKit
import HLS
import MediaModel

/// Scales the canvas to a rung, encodes it and hands out the packets, on a thread of its own.
struct RungEncoder: ~Copyable {
    /// What a rung of a live programme does for want of CPU.
    struct Relief {
        let control: OverloadControl
        /// Whether this is the rung whose picture may stand still.
        let isLowest: Bool
        /// Measures scaling and encoding, and what the sinks do.
        var meter = DurationMeter()
    }

    private let grid: PartGrid
    private let canvases: CanvasQueue
    private var sinks: PacketFanOut
    private let encoding: RungEncoding
    private let relief: Relief?
    private let pool: VideoFramePool
    private var scaler = Scaler()
    /// What was encoded last, where the picture may have to stand still.
    private var last: SharedFrame?
    private var isReduced = false
    /// What came with the pictures that went into the encoder and have no packet yet. The next packet couldn't be made before the first of
    /// them was there, whichever picture it is.
    private var timings: [TickTiming?] = []

    /// - Parameter relief: `nil` in a render.
    init(
        _ encoding: RungEncoding, grid: PartGrid, canvases: CanvasQueue, sinks: [any PacketSink],
        relief: Relief? = nil
    ) throws {
        self.encoding = encoding
        self.grid = grid
        self.canvases = canvases
        self.sinks = PacketFanOut(sinks)
        self.relief = relief
        pool = try VideoFramePool(size: encoding.rung.size)
    }

    /// - Throws: ``FFmpegError`` if the encoder fails, and what a sink throws.
    consuming func run() throws {
        defer { canvases.abandon() }
        var encoder = try VideoEncoder(encoding.usual)
        try checkReducedForm(encoder.parameterSets)
        let codec = try CodecString.name(of: encoding.codec, configuration: encoder.parameterSets)
        guard try sinks.begin(encoder.makeTrack(), codec: codec) else { return }

        while let canvas = canvases.pop() {
            let isKey = canvas.tick % grid.framesPerSegment == 0
            if isKey, let relief, let reduced = encoding.reduced, relief.control.encodesCheaply != isReduced {
                // A segment is complete in itself, so the next may come out of another encoder.
                try encoder.sendEnd()
                guard try drain(&encoder) else { return }
                isReduced.toggle()
                encoder = try VideoEncoder(isReduced ? reduced : encoding.usual)
            }
            let start = ContinuousClock.now
            try send(canvas, isKey: isKey, to: &encoder)
            guard try drain(&encoder) else { return }
            relief?.meter.note(ContinuousClock.now - start)
        }
        try encoder.sendEnd()
        guard try drain(&encoder) else { return }
        try sinks.finish()
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
        timings.append(canvas.timing)
        let mayFreeze = relief?.isLowest ?? false
        // A key picture costs the same whatever it shows: so nobody sees an old price for longer than a segment.
        if mayFreeze, !isKey, relief?.control.freezesLowestRung ?? false, let last {
            try encoder.send(last.frame, tick: canvas.tick, isKey: isKey, captions: canvas.captions)
            return
        }
        let frame = canvas.frame.size == encoding.rung.size ? canvas.frame : try scale(canvas.frame)
        if mayFreeze { last = frame }
        try encoder.send(frame.frame, tick: canvas.tick, isKey: isKey, captions: canvas.captions)
    }

    private mutating func scale(_ canvas: SharedFrame) throws -> SharedFrame {
        var scaled = try pool.makeFrame()
        try scaler.scale(
            PixelArea(size: canvas.size), of: canvas.frame, into: PixelArea(size: encoding.rung.size), of: &scaled)
        return scaled.share()
    }

    /// Returns `false` when nobody wants packets any more.
    private mutating func drain(_ encoder: inout VideoEncoder) throws -> Bool {
        while true {
            switch try encoder.receive() {
            case .needsInput: return true
            case .finished: return true
            case .packet(let packet):
                guard try sinks.receive(packet, timings.removeFirst()) else { return false }
            }
        }
    }
}
