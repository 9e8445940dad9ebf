import CFFmpeg
public import MediaModel

/// Encodes pictures of one size, as ``Settings`` say.
///
/// Used by one thread at a time. Timestamps are ticks of the frame rate.
public struct VideoEncoder: ~Copyable {
    /// How many bits a second a picture track may have.
    public struct BitRate: Hashable, Sendable {
        /// In bits per second.
        public var average: Int
        /// In bits per second, over any time that empties the buffer.
        public var peak: Int
        /// The decoder buffer that the peak is measured by, in bits.
        public var bufferSize: Int

        public init(average: Int, peak: Int, bufferSize: Int) {
            (self.average, self.peak, self.bufferSize) = (average, peak, bufferSize)
        }
    }

    public struct Settings: Hashable, Sendable {
        public var size: PixelSize
        public var frameRate: FrameRate
        public var rate: BitRate
        /// The most pictures from one key picture to the next, which are asked for one by one.
        public var keyInterval: Int
        /// FFmpeg's name of the encoder, e.g. `libx264`.
        public var encoder: String
        /// The encoder's own.
        public var options: Options
        public var threadCount: Int

        public init(
            size: PixelSize, frameRate: FrameRate, rate: BitRate, keyInterval: Int, encoder: String, options: Options,
            threadCount: Int
        ) {
            (self.size, self.frameRate, self.rate, self.keyInterval) = (size, frameRate, rate, keyInterval)
            (self.encoder, self.options, self.threadCount) = (encoder, options, threadCount)
        }
    }

    let context: UnsafeMutablePointer<AVCodecContext>
    private let name: String

    /// - Throws: ``FFmpegError`` if the encoder is missing, refuses the settings, or doesn't know one of the options.
    public init(_ settings: Settings) throws(FFmpegError) {
        let name = settings.encoder
        guard let codec = avcodec_find_encoder_by_name(name) else {
            throw FFmpegError(
                operation: "avcodec_find_encoder_by_name", subject: name, code: .init(rawValue: -ENOSYS))
        }
        context = try openEncoder(codec) { context throws(FFmpegError) in
            Self.configure(context, settings)
            let complaints = try FFmpegLog.complaints { () throws(FFmpegError) in
                try settings.options.withDictionary(on: name) { dictionary throws(FFmpegError) in
                    try check(avcodec_open2(context, codec, &dictionary), "avcodec_open2", on: name)
                }
            }
            if let complaint = complaints.first {
                throw FFmpegError(operation: complaint, subject: name, code: .init(rawValue: -EINVAL))
            }
        }
        self.name = name
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    private static func configure(_ context: UnsafeMutablePointer<AVCodecContext>, _ settings: Settings) {
        let rate = Int32(settings.frameRate.framesPerSecond)
        context.pointee.width = Int32(settings.size.width)
        context.pointee.height = Int32(settings.size.height)
        context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        context.pointee.time_base = AVRational(num: 1, den: rate)
        context.pointee.framerate = AVRational(num: rate, den: 1)
        context.pointee.sample_aspect_ratio = AVRational(num: 1, den: 1)
        context.pointee.bit_rate = Int64(settings.rate.average)
        context.pointee.rc_max_rate = Int64(settings.rate.peak)
        context.pointee.rc_buffer_size = Int32(settings.rate.bufferSize)
        context.pointee.gop_size = Int32(settings.keyInterval)
        context.pointee.keyint_min = Int32(settings.keyInterval)
        context.pointee.thread_count = Int32(settings.threadCount)
        context.pointee.colorspace = AVCOL_SPC_BT709
        context.pointee.color_primaries = AVCOL_PRI_BT709
        context.pointee.color_trc = AVCOL_TRC_BT709
        context.pointee.color_range = AVCOL_RANGE_MPEG
        context.pointee.chroma_sample_location = AVCHROMA_LOC_LEFT
        // CMAF keeps the parameter sets in the init segment (ISO/IEC 23000-19, 9.4.1.2), not in the pictures.
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
    }

    /// The parameter sets, with Annex B start codes.
    public var parameterSets: [UInt8] {
        [UInt8](UnsafeBufferPointer(start: context.pointee.extradata, count: Int(context.pointee.extradata_size)))
    }

    /// Takes a picture. Call ``receive()`` until it needs input before sending the next.
    ///
    /// - Parameters:
    ///   - frame: Of the settings' size. Its pixels are copied.
    ///   - tick: When to show it; one more than the last.
    ///   - isKey: Whether decoding must be able to start here.
    ///   - captions: Its closed captions, in triplets; none, mostly. Captions that the frame itself has aren't taken.
    public mutating func send(
        _ frame: borrowing VideoFrame, tick: Int, isKey: Bool, captions: [UInt8] = []
    ) throws(FFmpegError) {
        // The picture may be shared by several encoders, each with its own wish for a key picture: so each
        // sends a reference of its own.
        var reference = VideoFrame()
        try check(av_frame_ref(reference.pointer, frame.pointer), "av_frame_ref")
        // A picture that is shown twice would say everything twice.
        av_frame_remove_side_data(reference.pointer, AV_FRAME_DATA_A53_CC)
        if !captions.isEmpty { try reference.attach(closedCaptions: captions) }
        reference.pointer.pointee.pts = Int64(tick)
        reference.pointer.pointee.pict_type = isKey ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        try check(avcodec_send_frame(context, reference.pointer), "avcodec_send_frame", on: name)
    }

    /// Says that no picture follows: ``receive()`` hands out what is left, then finishes.
    public mutating func sendEnd() throws(FFmpegError) {
        try check(avcodec_send_frame(context, nil), "avcodec_send_frame", on: name)
    }

    /// Returns the next packet that is ready, in decoding order, or why there is none. It lasts one tick.
    public mutating func receive() throws(FFmpegError) -> EncoderResult {
        // libx264 leaves 0 there, and the muxer would guess.
        try receivePacket(of: context, lasting: 1, on: name)
    }
}

/// What an encoder's `receive()` found.
public enum EncoderResult: ~Copyable {
    case packet(Packet)
    /// Send more first.
    case needsInput
    /// The last packet is out.
    case finished
}

/// - Parameter duration: Of each packet, in the encoder's time base.
func receivePacket(
    of context: UnsafeMutablePointer<AVCodecContext>, lasting duration: Int64, on subject: String
) throws(FFmpegError) -> EncoderResult {
    let packet = Packet()
    let status = avcodec_receive_packet(context, packet.pointer)
    switch FFmpegError.Code(rawValue: status) {
    case .tryAgain: return .needsInput
    case .endOfFile: return .finished
    default:
        try check(status, "avcodec_receive_packet", on: subject)
        packet.pointer.pointee.duration = duration
        return .packet(packet)
    }
}

/// Makes an encoder's context, lets `open` set and open it, and frees it if that fails.
func openEncoder(
    _ codec: UnsafePointer<AVCodec>,
    open: (UnsafeMutablePointer<AVCodecContext>) throws(FFmpegError) -> Void
) throws(FFmpegError) -> UnsafeMutablePointer<AVCodecContext> {
    guard let context = avcodec_alloc_context3(codec) else {
        throw FFmpegError(
            operation: "avcodec_alloc_context3", subject: String(cString: codec.pointee.name), code: .outOfMemory)
    }
    do throws(FFmpegError) {
        try open(context)
    } catch {
        var failed: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&failed)
        throw error
    }
    return context
}
