import CFFmpeg

/// Decodes one audio track.
///
/// Belongs to the thread that made it.
public struct AudioDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameters:
    ///   - parameters: Those of the track.
    ///   - timeBase: That of the track, for the decoder to place what it trims.
    /// - Throws: ``FFmpegError`` if this FFmpeg has no decoder for the codec, or refuses its parameters.
    public init(
        _ parameters: borrowing CodecParameters, timeBase: TrackDescription.TimeBase
    ) throws(FFmpegError) {
        context = try openDecoder(parameters) { context in
            context.pointee.pkt_timebase = AVRational(
                num: Int32(clamping: timeBase.numerator), den: Int32(clamping: timeBase.denominator))
        }
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    /// Takes a packet. Call ``receive()`` until it needs input before sending the next.
    ///
    /// - Throws: ``FFmpegError``; with `.invalidData`, this packet is lost and the next may be sent.
    public mutating func send(_ packet: borrowing Packet) throws(FFmpegError) {
        try check(avcodec_send_packet(context, packet.pointer), "avcodec_send_packet")
    }

    /// Says that no packet follows: ``receive()`` hands out what is left, then finishes.
    public mutating func sendEnd() throws(FFmpegError) {
        try check(avcodec_send_packet(context, nil), "avcodec_send_packet")
    }

    /// What ``receive()`` found.
    public enum Answer: ~Copyable {
        case frame(AudioFrame)
        /// Send another packet first.
        case needsInput
        /// The last frame is out.
        case finished
    }

    /// Returns the next stretch of sound that is ready, or why there is none.
    ///
    /// - Throws: ``FFmpegError``; with `.invalidData`, this stretch is lost and the next may be asked for.
    public mutating func receive() throws(FFmpegError) -> Answer {
        let frame = AudioFrame()
        let status = avcodec_receive_frame(context, frame.pointer)
        switch FFmpegError.Code(rawValue: status) {
        case .tryAgain: return .needsInput
        case .endOfFile: return .finished
        default:
            try check(status, "avcodec_receive_frame")
            return .frame(frame)
        }
    }
}
