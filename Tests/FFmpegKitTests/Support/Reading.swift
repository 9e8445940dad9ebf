import FFmpegKit
import MediaModel

/// A file's pictures and sound, read and decoded to their end.
struct ReadFile {
    struct Picture: Equatable {
        var time: Int64?
        var size: PixelSize
        /// In the middle of the picture.
        var luma, blue, red: UInt8
    }

    var pictures: [Picture] = []
    var left: [Float] = []
    var right: [Float] = []
    /// In nanoseconds, of the first sample.
    var soundStart: Int64?

    init(_ path: String) throws {
        var container = try InputContainer(file: path, interrupt: Interrupt())
        let video = container.bestTrack { if case .video = $0 { true } else { false } }
        let audio = container.bestTrack { if case .audio = $0 { true } else { false } }
        if let video { try readPictures(&container, video) }
        if let audio {
            var again = try InputContainer(file: path, interrupt: Interrupt())
            try readSound(&again, audio)
        }
    }

    private mutating func readPictures(_ container: inout InputContainer, _ track: TrackDescription) throws {
        container.select([track])
        var decoder = try VideoDecoder(container.makeParameters(of: track))
        reading: while true {
            switch try container.read() {
            case .packet(let packet): try decoder.send(packet)
            case .finished: break reading
            }
            try drain(&decoder)
        }
        try decoder.sendEnd()
        try drain(&decoder)
    }

    private mutating func drain(_ decoder: inout VideoDecoder) throws {
        while true {
            switch try decoder.receive() {
            case .needsInput: return
            case .finished: return
            case .frame(let frame): pictures.append(Picture(frame))
            }
        }
    }

    private mutating func readSound(_ container: inout InputContainer, _ track: TrackDescription) throws {
        container.select([track])
        var decoder = try AudioDecoder(container.makeParameters(of: track))
        var resampler = Resampler()
        reading: while true {
            switch try container.read() {
            case .packet(let packet): try decoder.send(packet)
            case .finished: break reading
            }
            try drain(&decoder, &resampler)
        }
        try decoder.sendEnd()
        try drain(&decoder, &resampler)
        try resampler.flush { append($0, $1) }
    }

    private mutating func drain(_ decoder: inout AudioDecoder, _ resampler: inout Resampler) throws {
        while true {
            switch try decoder.receive() {
            case .needsInput: return
            case .finished: return
            case .frame(let frame):
                soundStart = soundStart ?? frame.presentationTime
                try resampler.convert(frame) { append($0, $1) }
            }
        }
    }

    private mutating func append(_ newLeft: Span<Float>, _ newRight: Span<Float>) {
        for index in newLeft.indices {
            left.append(newLeft[index])
            right.append(newRight[index])
        }
    }
}

extension ReadFile.Picture {
    init(_ frame: borrowing VideoFrame) {
        time = frame.bestEffortTime
        size = frame.size
        (luma, blue, red) = frame.withPlanes { luma, blue, red, layout in
            let row = layout.chromaSize.height / 2
            let column = layout.chromaSize.width / 2
            return (
                luma[2 * row * layout.lumaStride + 2 * column], blue[row * layout.chromaStride + column],
                red[row * layout.chromaStride + column]
            )
        }
    }
}

/// A frame whose luma is a function of the place, and whose chroma is 128.
func makeFrame(_ size: PixelSize, _ luma: (_ x: Int, _ y: Int) -> UInt8) throws -> VideoFrame {
    let pool = try VideoFramePool(size: size)
    var frame = try pool.makeFrame()
    frame.withMutablePlanes { plane, blue, red, layout in
        for y in 0..<size.height {
            for x in 0..<size.width { plane[y * layout.lumaStride + x] = luma(x, y) }
        }
        for index in 0..<layout.chromaByteCount {
            blue[index] = 128
            red[index] = 128
        }
    }
    return frame
}

extension VideoFrame {
    func luma(_ x: Int, _ y: Int) -> UInt8 {
        withPlanes { luma, _, _, layout in luma[y * layout.lumaStride + x] }
    }
}
