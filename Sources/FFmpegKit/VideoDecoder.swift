import CFFmpeg
public import MediaModel

/// Decodes one video track. Its pictures are always 4:2:0 of 8 bits, or of 10 where their colours need mapping.
///
/// Used by one thread at a time.
public struct VideoDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>
    private var converter = PictureConverter()
    private var (taken, given) = (0, 0)
    private var hasFields = false
    private var hasKey = false
    /// The container's word on the samples' shape, for pictures that say nothing themselves.
    private let sampleAspectRatio: AVRational
    /// The container's word on colours, and a protocol's, likewise.
    private let containerColors: ColorCodePoints
    private var assumedColors: ColorCodePoints?

    /// Packets whose pictures haven't come, while fewer of them are held back than H.264 announces.
    private var held: Int?
    /// Whether pictures were given out sooner than their order allows. See ``init(_:isPrompt:)``.
    public private(set) var wasTooPrompt = false

    /// - Parameters:
    ///   - parameters: Those of the track.
    ///   - isPrompt: Whether to hold back one H.264 picture where two are announced, for the sake of delay. Most encoders that
    ///     announce two never need them. Whoever sees one that does calls ``holdBackTwo()``; otherwise the pictures between the
    ///     first that needs it and the one before are lost, once.
    /// - Throws: ``FFmpegError`` if this FFmpeg has no decoder for the codec, or refuses its parameters.
    public init(_ parameters: borrowing CodecParameters, isPrompt: Bool = false) throws(FFmpegError) {
        var holdsBackOne = false
        sampleAspectRatio = parameters.pointer.pointee.sample_aspect_ratio
        containerColors = parameters.colorCodes
        context = try openDecoder(parameters) { context in
            // Half a gigabyte for a few pictures is enough for any camera, and for any attacker.
            context.pointee.max_pixels = 8192 * 8192
            // Slices, not frames: frame threads conceal damage in whatever order they run, so that two runs
            // of the same damaged file would differ; and each would delay a live source by a picture.
            context.pointee.thread_type = FF_THREAD_SLICE
            // H.264 by one thread: with slice threads FFmpeg neither conceals damage nor reports it (h264_slice.c turns
            // error resilience off), and what then shows is whatever a picture's memory held before.
            context.pointee.thread_count = context.pointee.codec_id == AV_CODEC_ID_H264 ? 1 : 2
            if isPrompt { holdsBackOne = Self.announceOneReorderedPicture(context) }
        }
        held = holdsBackOne ? 0 : nil
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    /// Has pictures that say nothing of their colours, and whose container doesn't, be read so from now on.
    public mutating func assumeColors(_ codes: ColorCodePoints?) {
        assumedColors = codes
    }

    /// How many pictures it keeps, so that they come out in their order.
    public var heldBack: Int { Int(context.pointee.has_b_frames) }

    /// Whether to leave out pictures that no other is made from: half the work of most sources, for want of CPU.
    public mutating func skipDisposable(_ skips: Bool) {
        context.pointee.skip_frame = skips ? AVDISCARD_NONREF : AVDISCARD_DEFAULT
    }

    /// Takes a packet. Call ``receive()`` until it needs input before sending the next.
    ///
    /// - Throws: ``FFmpegError``; with `.invalidData`, this packet is lost and the next may be sent.
    public mutating func send(_ packet: borrowing Packet) throws(FFmpegError) {
        try check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet")
        // Nobody misses what isn't to be shown, nor what stood before the first picture that can be decoded.
        if packet.isKey { hasKey = true }
        if hasKey, !packet.isHidden { taken += 1 }
        if let held, !packet.isHidden, context.pointee.skip_frame == AVDISCARD_DEFAULT { self.held = held + 1 }
    }

    /// Changes a context's copy of the parameters, unless something else is announced.
    private static func announceOneReorderedPicture(_ context: UnsafeMutablePointer<AVCodecContext>) -> Bool {
        guard context.pointee.codec_id == AV_CODEC_ID_H264, let start = context.pointee.extradata else { return false }
        let bytes = UnsafeMutableBufferPointer(start: start, count: Int(context.pointee.extradata_size))
        guard let changed = AVCConfigurationRecord.withOneReorderedPicture(Array(bytes)) else { return false }
        _ = bytes.update(fromContentsOf: changed)
        // What a container was found to need; the decoder never lowers it.
        context.pointee.has_b_frames = min(context.pointee.has_b_frames, 1)
        return true
    }

    /// Sees whether a picture is missing: FFmpeg drops what should have come before one that it has given out.
    private mutating func checkOrder() {
        guard let held, held > 1 else { return }
        holdBackTwo()
        wasTooPrompt = true
    }

    /// Holds back as many pictures as are announced, from the next packet on.
    public mutating func holdBackTwo() {
        guard held != nil else { return }
        // FFmpeg itself only ever raises it to what is announced (h264_slice.c), and has no threads here that would have a copy.
        context.pointee.has_b_frames = max(context.pointee.has_b_frames, 2)
        held = nil
    }

    /// After the end: pictures whose packets were taken without complaint from the first key picture on, and that never came out.
    ///
    /// FFmpeg only logs a slice header that makes no sense. Known of H.264 alone, and not of fields, which may come in
    /// packets of their own; other codecs have packets that aren't to be shown.
    public var lostPictures: Int {
        context.pointee.codec_id == AV_CODEC_ID_H264 && !hasFields ? max(0, taken - given) : 0
    }

    /// Says that no packet follows: ``receive()`` hands out what is left, then finishes.
    public mutating func sendEnd() throws(FFmpegError) {
        try check(avcodec_send_packet(context, nil), "avcodec_send_packet")
    }

    /// What ``receive()`` found.
    public enum Answer: ~Copyable {
        case frame(VideoFrame)
        /// Send another packet first.
        case needsInput
        /// The last frame is out.
        case finished
    }

    /// Returns the next picture that is ready, or why there is none.
    ///
    /// - Throws: ``FFmpegError``; with `.invalidData`, this picture is lost and the next may be asked for.
    public mutating func receive() throws(FFmpegError) -> Answer {
        var frame = VideoFrame()
        let status = avcodec_receive_frame(context, frame.pointer)
        switch FFmpegError.Code(rawValue: status) {
        case .tryAgain:
            checkOrder()
            return .needsInput
        case .endOfFile: return .finished
        default:
            try check(status, "avcodec_receive_frame")
            if hasKey { given += 1 }
            held = held.map { max(0, $0 - 1) }
            if frame.isInterlaced { hasFields = true }
            if frame.pointer.pointee.sample_aspect_ratio.num <= 0 {
                frame.pointer.pointee.sample_aspect_ratio = sampleAspectRatio
            }
            let known = frame.colorCodes.completed(by: containerColors)
            // HEVC's decoder forgets the container's word where the pictures have none (hevcdec.c, export_stream_params).
            frame.colorCodes = assumedColors.map(known.completed) ?? known
            return .frame(try converter.convert(frame))
        }
    }
}

/// Opens the decoder that this FFmpeg has for a track.
func openDecoder(
    _ parameters: borrowing CodecParameters,
    configure: (UnsafeMutablePointer<AVCodecContext>) -> Void
) throws(FFmpegError) -> UnsafeMutablePointer<AVCodecContext> {
    let name = parameters.codecName
    guard let codec = avcodec_find_decoder(parameters.pointer.pointee.codec_id) else {
        throw FFmpegError(
            operation: "avcodec_find_decoder", subject: name, code: .init(rawValue: -ENOSYS))
    }
    guard let context = avcodec_alloc_context3(codec) else {
        throw FFmpegError(operation: "avcodec_alloc_context3", subject: name, code: .outOfMemory)
    }
    var failed: UnsafeMutablePointer<AVCodecContext>? = context
    do throws(FFmpegError) {
        try check(avcodec_parameters_to_context(context, parameters.pointer), "avcodec_parameters_to_context", on: name)
        configure(context)
        try check(avcodec_open2(context, codec, nil), "avcodec_open2", on: name)
    } catch {
        avcodec_free_context(&failed)
        throw error
    }
    return context
}

// A codec's context has one owner at a time, and isn't bound to the thread that made it.
extension VideoDecoder: @unchecked Sendable {}
