import CFFmpeg
public import MediaModel

/// A media file, or a stream on another machine, that is being read.
///
/// Used by one thread at a time. Every wait looks at the ``Interrupt``.
public struct InputContainer: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    /// FFmpeg holds an unretained reference to it for as long as the context lives.
    private let interrupt: Interrupt
    /// E.g. `mov,mp4,m4a,3gp,3g2,mj2`.
    public let formatName: String
    /// Those that are known: some containers announce none, or others later on, and those appear with their first packet.
    public private(set) var tracks: [TrackDescription]
    /// Those that were known when it was opened; nothing reads them.
    public let subtitles: [SubtitleTrack]
    private var streamCount: UInt32
    private var waiting: Packet?
    /// Whether it was written by one machine with the whole in view, as MP4, Matroska and WebM are.
    public var isIndexed: Bool { formatName.hasPrefix("mov") || formatName.hasPrefix("matroska") }
    /// What whoever opened it has to say of it.
    public private(set) var remark: String?
    /// What edit lists say of sound, by the track's own number in an MP4 file.
    var editedSound: [Int64: EditedSound] = [:]
    var editedPictures: [Int64: EditedPictures] = [:]

    /// The containers that a broadcast's source may come in. Playlists aren't among them: a hostile one would
    /// have FFmpeg read any other file of this machine.
    private static let formats =
        "mov,matroska,webm,flv,mpegts,mpeg,avi,asf,ogg,mxf,nut,ivf,h264,hevc,obu,m4v,mpegvideo,gif,apng,"
        + "yuv4mpegpipe,wav,mp3,aac,flac,dv,rm,live_flv"

    /// What is known of a file before it is opened.
    public struct FileHints: Sendable {
        /// How many of its bytes are of use; `nil`: all.
        public var byteCount: Int?
        /// The index of an MP4 file.
        public var index: MovieIndex?
        /// Whether to look for a minute of it, rather than some seconds, until the tracks are known.
        public var looksFar = false
        /// A sentence about it for ``InputContainer/remark``.
        public var remark: String?

        public init() {}
    }

    /// Opens a local file and looks into it for its tracks.
    ///
    /// - Throws: ``FFmpegError`` if the file can't be read, or isn't media.
    public init(file path: String, hints: FileHints = FileHints(), interrupt: Interrupt) throws(FFmpegError) {
        // With the protocol spelt out, a colon in the file's name means nothing.
        let url = "file:" + path
        var options: Options = ["format_whitelist": Self.formats, "protocol_whitelist": "file,subfile"]
        if hints.looksFar {
            options = options.overridden(by: ["probesize": "200000000", "analyzeduration": "60000000"])
        }
        try self.init(
            url: hints.byteCount.map { "subfile,,start,0,end,\($0),,:\(url)" } ?? url, subject: path,
            interrupt: interrupt, options: options, index: hints.index)
        remark = hints.remark
    }

    /// Opens a stream on another machine, and looks into it until its tracks are known: for two seconds at most.
    ///
    /// - Parameter interrupt: Also bounds how long the connection may take: see ``Interrupt/allow(_:)``.
    /// - Throws: ``FFmpegError`` if nobody answers, or what comes isn't media.
    public init(_ stream: NetworkStream, interrupt: Interrupt) throws(FFmpegError) {
        try self.init(url: stream.url, subject: stream.shownURL, interrupt: interrupt, options: stream.options)
    }

    private init(
        url: String, subject: String, interrupt: Interrupt, options: Options, index: MovieIndex? = nil
    ) throws(FFmpegError) {
        var context: UnsafeMutablePointer<AVFormatContext>? = avformat_alloc_context()
        guard let made = context else {
            throw FFmpegError(operation: "avformat_alloc_context", subject: subject, code: .outOfMemory)
        }
        made.pointee.interrupt_callback = AVIOInterruptCB(
            callback: { opaque in Unmanaged<Interrupt>.fromOpaque(opaque!).takeUnretainedValue().isDue ? 1 : 0 },
            opaque: Unmanaged.passUnretained(interrupt).toOpaque())
        // On failure this call frees the context.
        do throws(FFmpegError) {
            try options.withDictionary(on: subject) { dictionary throws(FFmpegError) in
                try check(avformat_open_input(&context, url, nil, &dictionary), "avformat_open_input", on: subject)
            }
            try check(avformat_find_stream_info(context, nil), "avformat_find_stream_info", on: subject)
        } catch {
            // Nothing, if the open failed.
            avformat_close_input(&context)
            throw error
        }
        guard let opened = context else { preconditionFailure("avformat_open_input left no context") }
        self.context = opened
        self.interrupt = interrupt
        formatName = String(cString: opened.pointee.iformat.pointee.name)
        tracks = Self.describeTracks(of: opened, index)
        subtitles = Self.describeSubtitles(of: opened)
        streamCount = opened.pointee.nb_streams
        for track in index?.tracks ?? [] {
            let timescale = index?.timescale ?? 0
            switch Self.mediaType(of: track, opened) {
            case AVMEDIA_TYPE_AUDIO: editedSound[track.id] = EditedSound(track, movieTimescale: timescale)
            case AVMEDIA_TYPE_VIDEO: editedPictures[track.id] = EditedPictures(track, movieTimescale: timescale)
            default: break
            }
        }
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&context)
        withExtendedLifetime(interrupt) {}
    }

    /// The track that a player would choose among those that can be decoded here, or `nil`. Cover pictures aren't chosen.
    public func bestTrack(_ isWanted: (TrackDescription.Kind) -> Bool) -> TrackDescription? {
        // Only an attempt tells whether a decoder takes the track's parameters.
        tracks.filter { isWanted($0.kind) }.sorted { $0.isPreferred(to: $1) }.first { canDecode($0) }
    }

    /// Whether there is a decoder for a track, which takes its parameters.
    public func canDecode(_ track: TrackDescription) -> Bool {
        guard !track.signs.isEncrypted, let parameters = try? makeParameters(of: track) else { return false }
        guard let opened = try? openDecoder(parameters, configure: { _ in }) else { return false }
        var context: UnsafeMutablePointer<AVCodecContext>? = opened
        avcodec_free_context(&context)
        return true
    }

    /// What a decoder of the track needs.
    public func makeParameters(of track: TrackDescription) throws(FFmpegError) -> CodecParameters {
        let stream = context.pointee.streams[track.index]!
        let parameters = try CodecParameters(copying: stream.pointee.codecpar)
        // Some containers alone say what shape a picture's samples have, and FFmpeg keeps that on the stream.
        let ratio = stream.pointee.sample_aspect_ratio
        if ratio.num > 0 && ratio.den > 0 { parameters.pointer.pointee.sample_aspect_ratio = ratio }
        return parameters
    }

    /// Leaves out every track but these when reading.
    public mutating func select(_ wanted: [TrackDescription]) {
        let indices = Set(wanted.map(\.index))
        for index in 0..<Int(context.pointee.nb_streams) where !indices.contains(index) {
            context.pointee.streams[index]!.pointee.discard = AVDISCARD_ALL
        }
    }

    /// Has reading go on with the last key picture of a track at or before a time, which is in nanoseconds. Blocks.
    ///
    /// - Throws: ``FFmpegError`` if the container can't be searched.
    public mutating func seek(toKeyPictureBefore time: Int64, of track: TrackDescription) throws(FFmpegError) {
        let base = context.pointee.streams[track.index]!.pointee.time_base
        let ticks = av_rescale_q(time, AVRational(num: 1, den: 1_000_000_000), base)
        // Which of a piece's pictures comes next isn't known any more.
        editedPictures = [:]
        try check(av_seek_frame(context, Int32(track.index), ticks, AVSEEK_FLAG_BACKWARD), "av_seek_frame")
    }

    /// What ``read()`` found.
    public enum Answer: ~Copyable {
        case packet(Packet)
        /// The file is read to its end.
        case finished
    }

    /// Finds out how a track's sound is sampled, where that isn't known: of a track whose first packet came after its container had
    /// been looked into.
    ///
    /// - Parameter packet: One of the track's.
    public mutating func completeSound(with packet: borrowing Packet) {
        let known = context.pointee.streams[packet.trackIndex]!.pointee.codecpar!
        guard known.pointee.codec_type == AVMEDIA_TYPE_AUDIO, known.pointee.sample_rate <= 0,
            let track = tracks.first(where: { $0.index == packet.trackIndex }),
            var found = try? makeParameters(of: track)
        else { return }
        do throws(FFmpegError) {
            try found.complete(with: packet)
        } catch {
            // Damaged: then those packets are left out.
            return
        }
        known.pointee.sample_rate = found.pointer.pointee.sample_rate
        known.pointee.frame_size = found.pointer.pointee.frame_size
        _ = av_channel_layout_copy(known.pointer(to: \.ch_layout), found.pointer.pointer(to: \.ch_layout))
    }

    /// How long a packet of sound is heard, in nanoseconds: as its container says, or else its codec; `nil` if neither does.
    public func soundDuration(of packet: borrowing Packet) -> Int64? {
        if packet.duration > 0 { return packet.duration }
        let known = context.pointee.streams[packet.trackIndex]!.pointee.codecpar!
        let (samples, rate) = (
            Int64(av_get_audio_frame_duration2(known, Int32(packet.byteCount))), Int64(known.pointee.sample_rate)
        )
        return samples > 0 && rate > 0 ? samples * 1_000_000_000 / rate : nil
    }

    /// Has the next ``read()`` give out a packet that has been read, once more.
    public mutating func putBack(_ packet: consuming Packet) {
        waiting = consume packet
    }

    /// Reads the next packet of a selected track. Blocks. Its times are in nanoseconds, `nil` where they make no sense.
    ///
    /// - Throws: ``FFmpegError``; with `.invalidData`, what stood there is lost and the next may be read.
    public mutating func read() throws(FFmpegError) -> Answer {
        if let packet = waiting.take() { return .packet(packet) }
        let packet = Packet()
        let raw = packet.pointer
        repeat {
            av_packet_unref(raw)
            let status = av_read_frame(context, raw)
            if FFmpegError.Code(rawValue: status) == .endOfFile { return .finished }
            try check(status, "av_read_frame")
            // What was read while the file was looked into comes in spite of `discard`.
        } while context.pointee.streams[Int(raw.pointee.stream_index)]!.pointee.discard == AVDISCARD_ALL
        if context.pointee.nb_streams != streamCount {
            streamCount = context.pointee.nb_streams
            // No container with an index of its own has tracks that appear later.
            tracks = Self.describeTracks(of: context, nil)
        }
        let stream = context.pointee.streams[Int(raw.pointee.stream_index)]!
        if !editedPictures.isEmpty { mendPicture(raw, of: stream) }
        if !editedSound.isEmpty { try mend(raw, of: stream) }
        let base = stream.pointee.time_base
        let unit = TrackDescription.TimeBase(numerator: Int64(base.num), denominator: Int64(base.den))
        raw.pointee.pts = unit.packetTime(raw.pointee.pts)
        raw.pointee.dts = unit.packetTime(raw.pointee.dts)
        raw.pointee.duration = max(0, unit.nanoseconds(of: raw.pointee.duration) ?? 0)
        return .packet(packet)
    }
}

// One owner at a time, and libavformat's contexts aren't bound to the thread that made them.
extension InputContainer: @unchecked Sendable {}

extension TrackDescription.TimeBase {
    fileprivate func packetTime(_ ticks: Int64) -> Int64 {
        ticks == cffmpeg_AV_NOPTS_VALUE ? ticks : nanoseconds(of: ticks) ?? cffmpeg_AV_NOPTS_VALUE
    }
}
