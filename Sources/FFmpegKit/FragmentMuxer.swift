import CFFmpeg
public import MediaModel

/// Packs one track's packets into fragmented MP4 (ISO/IEC 14496-12), part by part, in memory.
///
/// The media timeline begins at ``timelineStart``, so that decoding times stay positive with B pictures and
/// `tfdt` is programme time in every track. Belongs to one thread.
public struct FragmentMuxer: ~Copyable {
    /// The media time of the programme's first picture and sample.
    public static let timelineStart = MediaTime.seconds(10)

    /// Ticks a second in video tracks: a whole number of them lasts one picture at 25, 29.97, 30, 50 and 60 fps.
    public static let videoTimescale = 30_000

    private let context: UnsafeMutablePointer<AVFormatContext>
    private let sink: MemorySink
    private let sourceTimeBase: AVRational
    private let start: Int64
    /// `ftyp` and `moov`: what a player needs before the first part.
    public let initSegment: [UInt8]

    /// - Throws: ``FFmpegError`` if the muxer refuses the track.
    public init(_ track: EncodedTrack) throws(FFmpegError) {
        let sink = try MemorySink()
        var made: UnsafeMutablePointer<AVFormatContext>?
        try check(avformat_alloc_output_context2(&made, nil, "mp4", nil), "avformat_alloc_output_context2", on: "mp4")
        guard let context = made else { preconditionFailure("avformat_alloc_output_context2 left no context") }
        do throws(FFmpegError) {
            context.pointee.pb = sink.context
            // No "Lavf" version in the file: two runs make the same bytes.
            context.pointee.flags |= AVFMT_FLAG_BITEXACT
            try track.addStream(to: context)
            let options: Options = [
                // frag_custom: a fragment ends when we say so. frag_discont: without it, the muxer silently
                // starts every track at 0. skip_trailer: no index of a stream that has no end.
                "movflags": "frag_custom+empty_moov+default_base_moof+frag_discont+skip_trailer",
                "use_editlist": "0",
                // The default would move the first timestamp to 0.
                "avoid_negative_ts": "disabled",
                "video_track_timescale": "\(Self.videoTimescale)",
            ]
            try options.withDictionary(on: "mp4") { dictionary throws(FFmpegError) in
                try check(avformat_write_header(context, &dictionary), "avformat_write_header", on: "mp4")
            }
        } catch {
            avformat_free_context(context)
            throw error
        }
        self.context = context
        sourceTimeBase = track.timeBase
        start = Self.timelineStart.ticks(timescale: Int64(track.timeBase.den), rounding: .nearest)
        initSegment = sink.takeBytes()
        self.sink = sink
    }

    deinit {
        avformat_free_context(context)
    }

    /// Adds a packet to the part in progress. Packets come in decoding order; times are the encoder's.
    public mutating func write(_ packet: consuming Packet) throws(FFmpegError) {
        let raw = packet.pointer
        raw.pointee.pts += start
        raw.pointee.dts += start
        raw.pointee.stream_index = 0
        av_packet_rescale_ts(raw, sourceTimeBase, context.pointee.streams[0]!.pointee.time_base)
        try check(av_write_frame(context, raw), "av_write_frame", on: "mp4")
    }

    /// Ends the part and returns its bytes: one `moof` and one `mdat`. Empty if nothing was written.
    public mutating func finishPart() throws(FFmpegError) -> [UInt8] {
        try check(av_write_frame(context, nil), "av_write_frame", on: "mp4")
        return sink.takeBytes()
    }
}
