import CFFmpeg
import MediaModel

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
    private var streamCount: UInt32
    private var waiting: Packet?

    /// The containers that a broadcast's source may come in. Playlists aren't among them: a hostile one would
    /// have FFmpeg read any other file of this machine.
    private static let formats =
        "mov,matroska,webm,flv,mpegts,mpeg,avi,asf,ogg,mxf,nut,ivf,h264,hevc,obu,m4v,mpegvideo,gif,apng,"
        + "yuv4mpegpipe,wav,mp3,aac,flac,dv,rm,live_flv"

    /// Opens a local file and looks into it for its tracks.
    ///
    /// - Throws: ``FFmpegError`` if the file can't be read, or isn't media.
    public init(file path: String, interrupt: Interrupt) throws(FFmpegError) {
        // With the protocol spelt out, a colon in the file's name means nothing.
        try self.init(
            url: "file:" + path, subject: path, interrupt: interrupt,
            options: ["format_whitelist": Self.formats, "protocol_whitelist": "file"])
    }

    /// Opens a stream on another machine, and looks into it until its tracks are known: for two seconds at most.
    ///
    /// - Parameter interrupt: Also bounds how long the connection may take: see ``Interrupt/allow(_:)``.
    /// - Throws: ``FFmpegError`` if nobody answers, or what comes isn't media.
    public init(_ stream: NetworkStream, interrupt: Interrupt) throws(FFmpegError) {
        try self.init(url: stream.url, subject: stream.shownURL, interrupt: interrupt, options: stream.options)
    }

    private init(url: String, subject: String, interrupt: Interrupt, options: Options) throws(FFmpegError) {
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
        tracks = Self.describeTracks(of: opened)
        streamCount = opened.pointee.nb_streams
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&context)
        withExtendedLifetime(interrupt) {}
    }

    /// The track that a player would choose, or `nil`. Cover pictures aren't chosen.
    public func bestTrack(_ isWanted: (TrackDescription.Kind) -> Bool) -> TrackDescription? {
        let candidates = tracks.filter { isWanted($0.kind) }
        guard let first = candidates.first else { return nil }
        let type = if case .video = first.kind { AVMEDIA_TYPE_VIDEO } else { AVMEDIA_TYPE_AUDIO }
        let best = Int(av_find_best_stream(context, type, -1, -1, nil, 0))
        return candidates.first { $0.index == best } ?? first
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
        try check(av_seek_frame(context, Int32(track.index), ticks, AVSEEK_FLAG_BACKWARD), "av_seek_frame")
    }

    /// What ``read()`` found.
    public enum Answer: ~Copyable {
        case packet(Packet)
        /// The file is read to its end.
        case finished
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
            tracks = Self.describeTracks(of: context)
        }
        let base = context.pointee.streams[Int(raw.pointee.stream_index)]!.pointee.time_base
        let unit = TrackDescription.TimeBase(numerator: Int64(base.num), denominator: Int64(base.den))
        raw.pointee.pts = unit.packetTime(raw.pointee.pts)
        raw.pointee.dts = unit.packetTime(raw.pointee.dts)
        raw.pointee.duration = max(0, unit.nanoseconds(of: raw.pointee.duration) ?? 0)
        return .packet(packet)
    }
}

// One owner at a time, and libavformat's contexts aren't bound to the thread that made them.
extension InputContainer: @unchecked Sendable {}

extension InputContainer {
    private static func describeTracks(of context: UnsafeMutablePointer<AVFormatContext>) -> [TrackDescription] {
        (0..<Int(context.pointee.nb_streams)).compactMap { index in
            let stream = context.pointee.streams[index]!
            let parameters = stream.pointee.codecpar!
            guard let kind = kind(of: stream, parameters) else { return nil }
            let base = stream.pointee.time_base
            guard base.num > 0 && base.den > 0 else { return nil }
            let timeBase = TrackDescription.TimeBase(numerator: Int64(base.num), denominator: Int64(base.den))
            let duration = stream.pointee.duration
            let start = stream.pointee.start_time
            let whole = context.pointee.duration
            return TrackDescription(
                index: index,
                codecName: String(cString: avcodec_get_name(parameters.pointee.codec_id)),
                timeBase: timeBase,
                startTime: start == cffmpeg_AV_NOPTS_VALUE ? nil : timeBase.nanoseconds(of: start),
                duration: duration > 0
                    ? timeBase.nanoseconds(of: duration) : whole > 0 ? Self.microsecond.nanoseconds(of: whole) : nil,
                kind: kind)
        }
    }

    /// The unit of what a container says about itself as a whole (AV_TIME_BASE).
    private static let microsecond = TrackDescription.TimeBase(numerator: 1, denominator: Int64(AV_TIME_BASE))

    private static func kind(
        of stream: UnsafeMutablePointer<AVStream>, _ parameters: UnsafeMutablePointer<AVCodecParameters>
    ) -> TrackDescription.Kind? {
        let coded = parameters.pointee
        switch coded.codec_type {
        case AVMEDIA_TYPE_VIDEO where stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0:
            let rate = stream.pointee.avg_frame_rate
            return .video(
                .init(
                    size: PixelSize(width: Int(coded.width), height: Int(coded.height)),
                    averageRate: rate.num > 0 && rate.den > 0 ? (Int(rate.num), Int(rate.den)) : nil,
                    color: ColorDescription(
                        ColorCodePoints(coded.color_primaries, coded.color_trc, coded.color_space),
                        range: coded.color_range),
                    closedDolbyVisionProfile: closedDolbyVisionProfile(of: stream),
                    orientation: orientation(of: stream)))
        case AVMEDIA_TYPE_AUDIO:
            return .audio(.init(sampleRate: Int(coded.sample_rate), channelCount: Int(coded.ch_layout.nb_channels)))
        default:
            return nil
        }
    }

    private static func closedDolbyVisionProfile(of stream: UnsafeMutablePointer<AVStream>) -> Int? {
        let profile = cffmpeg_closed_dolby_vision_profile_of_stream(stream)
        return profile >= 0 ? Int(profile) : nil
    }

    /// Reads the display matrix (libavutil/display.h): a source sample (p, q) is shown at (a·p + c·q, b·p + d·q).
    ///
    /// Only quarter turns and mirrors are followed; phones write nothing else.
    private static func orientation(of stream: UnsafeMutablePointer<AVStream>) -> Orientation {
        guard let matrix = cffmpeg_display_matrix(stream) else { return .upright }
        let (a, b, c, d) = (matrix[0], matrix[1], matrix[3], matrix[4])
        return abs(Int64(b)) > abs(Int64(a))
            ? Orientation(transposes: true, mirrorsHorizontally: c < 0, mirrorsVertically: b < 0)
            : Orientation(mirrorsHorizontally: a < 0, mirrorsVertically: d < 0)
    }
}

extension TrackDescription.TimeBase {
    fileprivate func packetTime(_ ticks: Int64) -> Int64 {
        ticks == cffmpeg_AV_NOPTS_VALUE ? ticks : nanoseconds(of: ticks) ?? cffmpeg_AV_NOPTS_VALUE
    }
}
