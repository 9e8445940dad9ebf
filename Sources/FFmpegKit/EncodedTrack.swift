import CFFmpeg

/// What a container must know of an encoder's packets: a copy that any thread may keep.
public final class EncodedTrack: Sendable {
    // Written in `init` only.
    private nonisolated(unsafe) let parameters: UnsafeMutablePointer<AVCodecParameters>
    private let frameRate: AVRational
    let timeBase: AVRational

    init(_ encoder: UnsafeMutablePointer<AVCodecContext>) throws(FFmpegError) {
        // Fails only for want of some 150 bytes.
        parameters = avcodec_parameters_alloc()!
        timeBase = encoder.pointee.time_base
        frameRate = encoder.pointee.framerate
        try check(avcodec_parameters_from_context(parameters, encoder), "avcodec_parameters_from_context")
    }

    deinit {
        var parameters: UnsafeMutablePointer<AVCodecParameters>? = parameters
        avcodec_parameters_free(&parameters)
    }

    /// What a decoder needs before the first packet: parameter sets with start codes, or AudioSpecificConfig.
    public var configuration: [UInt8] {
        let count = Int(parameters.pointee.extradata_size)
        return [UInt8](UnsafeBufferPointer(start: parameters.pointee.extradata, count: count))
    }

    /// How many ticks of its packets' times make a second.
    public var timescale: Int64 { Int64(timeBase.den) }

    /// Adds the track to an output.
    func addStream(to context: UnsafeMutablePointer<AVFormatContext>) throws(FFmpegError) {
        guard let stream = avformat_new_stream(context, nil) else {
            throw FFmpegError(operation: "avformat_new_stream", subject: nil, code: .outOfMemory)
        }
        try check(avcodec_parameters_copy(stream.pointee.codecpar, parameters), "avcodec_parameters_copy")
        stream.pointee.time_base = timeBase
        stream.pointee.avg_frame_rate = frameRate
    }
}

extension VideoEncoder {
    /// What a container must know of the packets.
    public func makeTrack() throws(FFmpegError) -> EncodedTrack { try EncodedTrack(context) }
}

extension AudioEncoder {
    /// What a container must know of the packets.
    public func makeTrack() throws(FFmpegError) -> EncodedTrack { try EncodedTrack(context) }
}
