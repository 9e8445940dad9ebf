import CFFmpeg
public import MediaModel

/// Sends packets as MPEG-TS over SRT to another machine.
///
/// Belongs to one thread. Every wait looks at the ``Interrupt``, but for the look-up of a name: so the address is a number.
public struct TransportStreamOutput: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    /// FFmpeg holds an unretained reference to it for as long as the context lives.
    private let interrupt: Interrupt
    private let subject: String

    /// MPEG-TS counts so many ticks a second (ISO/IEC 13818-1, 2.4.2.1).
    private static let timescale: Int64 = 90_000

    /// Connects.
    ///
    /// - Parameters:
    ///   - address: `srt://192.0.2.7:9000` or `srt://[2001:db8::7]:9000`, and nothing else.
    ///   - options: Of FFmpeg's `srt` protocol: `streamid`, `passphrase`, `latency` in microseconds.
    ///   - tracks: By the numbers that ``write(_:to:presentationTime:decodingTime:)`` knows them by.
    ///   - interrupt: Also bounds how long the connection may take: see ``Interrupt/allow(_:)``.
    /// - Throws: ``FFmpegError`` if nobody answers or the peer refuses; its subject is the address.
    public init(
        srt address: String, options: Options, tracks: [EncodedTrack], interrupt: Interrupt
    ) throws(FFmpegError) {
        var made: UnsafeMutablePointer<AVFormatContext>?
        try check(
            avformat_alloc_output_context2(&made, nil, "mpegts", address), "avformat_alloc_output_context2",
            on: "mpegts")
        guard let context = made else { preconditionFailure("avformat_alloc_output_context2 left no context") }
        context.pointee.interrupt_callback = AVIOInterruptCB(
            callback: { opaque in Unmanaged<Interrupt>.fromOpaque(opaque!).takeUnretainedValue().isDue ? 1 : 0 },
            opaque: Unmanaged.passUnretained(interrupt).toOpaque())
        do throws(FFmpegError) {
            for track in tracks { try track.addStream(to: context) }
            try options.withDictionary(on: address) { dictionary throws(FFmpegError) in
                try check(
                    avio_open2(
                        &context.pointee.pb, address, AVIO_FLAG_WRITE, &context.pointee.interrupt_callback, &dictionary),
                    "connect", on: address)
            }
            // A packet that waits for the next one would come late.
            context.pointee.flags |= AVFMT_FLAG_FLUSH_PACKETS
            try check(avformat_write_header(context, nil), "avformat_write_header", on: address)
        } catch {
            avio_closep(&context.pointee.pb)
            avformat_free_context(context)
            throw error
        }
        (self.context, self.interrupt, subject) = (context, interrupt, address)
    }

    deinit {
        avio_closep(&context.pointee.pb)
        avformat_free_context(context)
    }

    /// Sends a packet, whose bytes others may share. Those of one track come in decoding order. The parameter sets go before each key
    /// picture again.
    ///
    /// - Throws: ``FFmpegError`` if the connection is broken, or the interrupt is due.
    public mutating func write(
        _ packet: borrowing Packet, to track: Int, presentationTime: MediaTime, decodingTime: MediaTime
    ) throws(FFmpegError) {
        let reference = try packet.makeReference()
        let raw = reference.pointer
        raw.pointee.stream_index = Int32(track)
        raw.pointee.pts = presentationTime.ticks(timescale: Self.timescale, rounding: .nearest)
        raw.pointee.dts = decodingTime.ticks(timescale: Self.timescale, rounding: .nearest)
        raw.pointee.duration = 0
        // Not interleaved by FFmpeg, which would hold them back: they come in order.
        try check(av_write_frame(context, raw), "write", on: subject)
    }

    /// Sends what is left, and closes the connection.
    public consuming func finish() throws(FFmpegError) {
        try check(av_write_trailer(context), "av_write_trailer", on: subject)
    }
}
