import CFFmpeg

/// Writes packets of a source into a file, as they are, so that a crash loses a second of it at most.
///
/// Its bytes reach the system once a second, each second readable without what follows. Used by one thread at a time.
public struct PacketFile: ~Copyable {
    /// Those that hold every codec that comes in over a network, with its packets as they are.
    ///
    /// FLV couldn't hold HEVC before FFmpeg 6.1, and MPEG-TS wants H.264 rewritten with start codes.
    public enum Container: String, CaseIterable, Sendable {
        /// Seekable without reading all of it, once it is finished.
        case matroska = "mkv"
        /// Fragmented.
        case mp4
    }

    private let context: UnsafeMutablePointer<AVFormatContext>
    private let container: Container
    private let path: String
    private var hasHeader = false
    /// Each track's last decoding time, in the track's unit.
    private var lastTimes: [Int64?] = []
    /// When the fragment that is being collected began, in nanoseconds.
    private var fragmentStart: Int64?
    /// How much later than the source's all times are, in nanoseconds; known once the file is begun.
    public private(set) var delay: Int64 = 0

    /// How much a crash may cost, in nanoseconds.
    private static let fragmentLength: Int64 = 1_000_000_000

    private static let nanosecond = AVRational(num: 1, den: 1_000_000_000)

    /// Creates the file.
    ///
    /// - Throws: ``FFmpegError`` if it can't be created.
    public init(path: String, container: Container) throws(FFmpegError) {
        var made: UnsafeMutablePointer<AVFormatContext>?
        // Spelt out, the protocol keeps a colon in the file's name from meaning anything.
        let url = "file:" + path
        let format = container == .mp4 ? "mp4" : "matroska"
        try check(avformat_alloc_output_context2(&made, nil, format, url), "avformat_alloc_output_context2", on: path)
        guard let context = made else { preconditionFailure("avformat_alloc_output_context2 left no context") }
        do throws(FFmpegError) {
            try check(avio_open(&context.pointee.pb, url, AVIO_FLAG_WRITE), "open", on: path)
        } catch {
            avformat_free_context(context)
            throw error
        }
        (self.context, self.container, self.path) = (context, container, path)
    }

    deinit {
        avio_closep(&context.pointee.pb)
        avformat_free_context(context)
    }

    /// Adds a track; all come before the first packet.
    ///
    /// - Parameters:
    ///   - parameters: Complete: see ``CodecParameters/complete(with:)``.
    ///   - timeBase: The unit that the source counts its times in.
    ///   - start: The earliest time of its packets, in nanoseconds: in MP4 of decoding, in Matroska of presentation. If it is
    ///     before 0, which neither holds, all times of all tracks come to be later by as much.
    /// - Returns: The track's number.
    public mutating func addTrack(
        _ parameters: borrowing CodecParameters, timeBase: TrackDescription.TimeBase, start: Int64 = 0
    ) throws(FFmpegError) -> Int {
        precondition(!hasHeader, "a track that comes after the header")
        guard let stream = avformat_new_stream(context, nil) else {
            throw FFmpegError(operation: "avformat_new_stream", subject: path, code: .outOfMemory)
        }
        let copy = stream.pointee.codecpar!
        try check(avcodec_parameters_copy(copy, parameters.pointer), "avcodec_parameters_copy")
        // Another container's tag means nothing here. Apple's players want HEVC by this name.
        let isHEVC = copy.pointee.codec_id == AV_CODEC_ID_HEVC && container == .mp4
        copy.pointee.codec_tag = isHEVC ? 0x3163_7668 /* hvc1, the first letter lowest */ : 0
        stream.pointee.time_base = AVRational(
            num: Int32(clamping: timeBase.numerator), den: Int32(clamping: timeBase.denominator))
        // Matroska has a place for sound that an encoder put before the first sample: so much may lie before 0.
        let padding = container == .matroska ? Int64(copy.pointee.initial_padding) : 0
        let early = av_rescale(padding, 1_000_000_000, Int64(max(1, copy.pointee.sample_rate)))
        if start + early < 0 { delay = max(delay, -start - early) }
        lastTimes.append(nil)
        return lastTimes.count - 1
    }

    /// Writes the header.
    ///
    /// - Throws: ``FFmpegError`` if the container can't hold such tracks, or the disk doesn't take it.
    public mutating func begin() throws(FFmpegError) {
        context.pointee.flags |= AVFMT_FLAG_FLUSH_PACKETS
        // Known before the first packet. Where a later one is the first before 0, the muxer would move all from there on, and
        // not those it has written. In whole milliseconds, which every track counts.
        delay = (delay + 999_999) / 1_000_000 * 1_000_000
        context.pointee.output_ts_offset = delay / 1_000
        // MP4's default would move the first time to 0. None of the two holds what lies before 0, though.
        let options: Options =
            switch container {
            case .matroska: ["cluster_time_limit": "1000", "avoid_negative_ts": "make_non_negative"]
            case .mp4:
                [
                    // frag_custom: a fragment ends when we say so. frag_discont: times stay the source's own.
                    "movflags": "frag_custom+empty_moov+default_base_moof+frag_discont", "use_editlist": "0",
                    "avoid_negative_ts": "make_non_negative",
                ]
            }
        try options.withDictionary(on: path) { dictionary throws(FFmpegError) in
            try check(avformat_write_header(context, &dictionary), "avformat_write_header", on: path)
        }
        // MP4's muxer turns it off, as its header needs to know all before. It does; and MPEG-TS has a head on each AAC frame,
        // which this takes off.
        context.pointee.flags |= AVFMT_FLAG_AUTO_BSF
        hasHeader = true
    }

    /// Adds a packet. Those of one track come in decoding order; times are in nanoseconds.
    public mutating func write(_ packet: consuming Packet, to track: Int) throws(FFmpegError) {
        let raw = packet.pointer
        if container == .mp4 { try beginFragment(at: raw.pointee.dts) }
        raw.pointee.stream_index = Int32(track)
        raw.pointee.pos = -1
        av_packet_rescale_ts(raw, Self.nanosecond, context.pointee.streams[track]!.pointee.time_base)
        // A fragment doesn't know when the packet after its last one comes: as long after it, say, as it came after the one before.
        let time = raw.pointee.dts
        if raw.pointee.duration <= 0, let last = lastTimes[track], time > last { raw.pointee.duration = time - last }
        lastTimes[track] = time
        // Not interleaved by FFmpeg, which would hold them back: they come as they came.
        try check(av_write_frame(context, raw), "write", on: path)
    }

    private mutating func beginFragment(at time: Int64) throws(FFmpegError) {
        guard let start = fragmentStart else { return fragmentStart = time }
        guard time - start >= Self.fragmentLength else { return }
        try check(av_write_frame(context, nil), "write", on: path)
        // Otherwise the muxer has the next fragment begin where the last one's durations end.
        try check(av_opt_set(context.pointee.priv_data, "movflags", "+frag_discont", 0), "av_opt_set", on: path)
        fragmentStart = time
    }

    /// Completes and closes the file.
    public consuming func finish() throws(FFmpegError) {
        if hasHeader { try check(av_write_trailer(context), "av_write_trailer", on: path) }
        try check(avio_closep(&context.pointee.pb), "close", on: path)
    }
}
