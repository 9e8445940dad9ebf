import CFFmpeg

/// Encodes 48 kHz stereo as AAC-LC.
///
/// Belongs to one thread. Timestamps are samples since the programme's start.
public struct AudioEncoder: ~Copyable {
    /// The samples of each channel in one packet.
    public static let samplesPerPacket = 1024
    /// The programme's rate, in samples a second.
    public static let sampleRate = 48_000

    let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameter bitRate: In bits per second.
    /// - Throws: ``FFmpegError`` if the encoder refuses the bit rate.
    public init(bitRate: Int) throws(FFmpegError) {
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_AAC) else {
            throw FFmpegError(operation: "avcodec_find_encoder", subject: "aac", code: .init(rawValue: -ENOSYS))
        }
        context = try openEncoder(codec) { context throws(FFmpegError) in
            context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
            context.pointee.sample_rate = Int32(Self.sampleRate)
            av_channel_layout_default(&context.pointee.ch_layout, 2)
            context.pointee.bit_rate = Int64(bitRate)
            context.pointee.time_base = AVRational(num: 1, den: Int32(Self.sampleRate))
            context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
            try check(avcodec_open2(context, codec, nil), "avcodec_open2", on: "aac")
        }
        precondition(context.pointee.frame_size == Self.samplesPerPacket, "AAC-LC has 1024 samples a frame")
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    /// The AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1).
    public var specificConfig: [UInt8] {
        [UInt8](UnsafeBufferPointer(start: context.pointee.extradata, count: Int(context.pointee.extradata_size)))
    }

    /// Takes the next 1024 samples of both channels. Call ``receive()`` until it needs input before the next.
    ///
    /// - Parameter firstSample: Where they begin, counted in samples since the programme's start.
    public mutating func send(left: Span<Float>, right: Span<Float>, firstSample: Int64) throws(FFmpegError) {
        precondition(left.count == Self.samplesPerPacket && right.count == Self.samplesPerPacket)
        let frame = AudioFrame()
        frame.pointer.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointer.pointee.sample_rate = Int32(Self.sampleRate)
        frame.pointer.pointee.nb_samples = Int32(Self.samplesPerPacket)
        frame.pointer.pointee.pts = firstSample
        av_channel_layout_default(&frame.pointer.pointee.ch_layout, 2)
        try check(av_frame_get_buffer(frame.pointer, 0), "av_frame_get_buffer", on: "1024 samples")
        let planes = frame.pointer.pointee.extended_data!
        left.withUnsafeBytes {
            planes[0]!.update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: $0.count)
        }
        right.withUnsafeBytes {
            planes[1]!.update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: $0.count)
        }
        try check(avcodec_send_frame(context, frame.pointer), "avcodec_send_frame", on: "aac")
    }

    /// Says that no sound follows: ``receive()`` hands out what is left, then finishes.
    public mutating func sendEnd() throws(FFmpegError) {
        try check(avcodec_send_frame(context, nil), "avcodec_send_frame", on: "aac")
    }

    /// Returns the next packet that is ready, or why there is none.
    ///
    /// The very first is the encoder's run-up, at sample −1024: without it, the packet at sample 0 decodes to the
    /// samples from 0 on, and no edit list is needed.
    public mutating func receive() throws(FFmpegError) -> EncoderResult {
        try receivePacket(of: context, lasting: Int64(Self.samplesPerPacket), on: "aac")
    }
}
