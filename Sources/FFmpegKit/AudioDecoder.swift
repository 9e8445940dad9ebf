import CFFmpeg

/// Decodes one audio track.
///
/// Used by one thread at a time.
public struct AudioDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>

    /// - Parameter parameters: Those of the track. Packet times are in nanoseconds.
    /// - Throws: ``FFmpegError`` if this FFmpeg has no decoder for the codec, or refuses its parameters.
    public init(_ parameters: borrowing CodecParameters) throws(FFmpegError) {
        context = try openDecoder(parameters) { context in
            // The decoder moves the time of a frame whose head it trims, and must know the unit.
            context.pointee.pkt_timebase = AVRational(num: 1, den: 1_000_000_000)
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

// A codec's context has one owner at a time, and isn't bound to the thread that made it.
extension AudioDecoder: @unchecked Sendable {}
