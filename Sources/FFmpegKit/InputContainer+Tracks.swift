import CFFmpeg
import MediaModel

extension InputContainer {
    static func describeTracks(
        of context: UnsafeMutablePointer<AVFormatContext>, _ index: MovieIndex?
    ) -> [TrackDescription] {
        (0..<Int(context.pointee.nb_streams)).compactMap { number in
            let stream = context.pointee.streams[number]!
            let parameters = stream.pointee.codecpar!
            guard let kind = kind(of: stream, parameters) else { return nil }
            let base = stream.pointee.time_base
            guard base.num > 0 && base.den > 0 else { return nil }
            let timeBase = TrackDescription.TimeBase(numerator: Int64(base.num), denominator: Int64(base.den))
            let start = stream.pointee.start_time
            var duration = stream.pointee.duration
            // Of an edit list that begins with nothing, FFmpeg counts it from there.
            let own = index?.tracks.first { $0.id == Int64(stream.pointee.id) }
            if let end = own?.editedEnd(movieTimescale: index?.timescale ?? 0), start != cffmpeg_AV_NOPTS_VALUE {
                duration = min(duration, max(0, end &- start))
            }
            // What it guesses from the file's size is worth nothing.
            let isGuessed = context.pointee.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
            var whole = isGuessed ? 0 : context.pointee.duration
            // Matroska's is counted from 0, wherever its first sample is (RFC 9559 5.1.2.10).
            if formatName(of: context).hasPrefix("matroska"), start != cffmpeg_AV_NOPTS_VALUE, start > 0 {
                whole -= av_rescale_q(start, base, AVRational(num: 1, den: AV_TIME_BASE))
            }
            return TrackDescription(
                index: number,
                codecName: String(cString: avcodec_get_name(parameters.pointee.codec_id)),
                timeBase: timeBase,
                startTime: start == cffmpeg_AV_NOPTS_VALUE ? nil : timeBase.nanoseconds(of: start),
                duration: duration > 0
                    ? timeBase.nanoseconds(of: duration) : whole > 0 ? Self.microsecond.nanoseconds(of: whole) : nil,
                kind: kind,
                signs: signs(of: stream, timeBase, in: context, index))
        }
    }

    /// Has a picture be seen when its track's edit list wants it.
    mutating func mendPicture(_ raw: UnsafeMutablePointer<AVPacket>, of stream: UnsafeMutablePointer<AVStream>) {
        let hidden = Int32(AV_PKT_FLAG_DISCARD)
        let isHidden = raw.pointee.flags & hidden != 0
        guard raw.pointee.pts != cffmpeg_AV_NOPTS_VALUE, raw.pointee.dts != cffmpeg_AV_NOPTS_VALUE else { return }
        // Where pictures are reordered, the duration is an average.
        let duration = raw.pointee.pts == raw.pointee.dts ? raw.pointee.duration : 0
        guard
            let packet = editedPictures[Int64(stream.pointee.id)]?.mend(
                time: raw.pointee.pts, duration: duration, isHidden: isHidden)
        else { return }
        if packet.isHidden { raw.pointee.flags |= hidden }
        if isHidden, !packet.isHidden {
            raw.pointee.flags &= ~hidden
            raw.pointee.duration = 0
        }
        raw.pointee.pts &+= packet.shift
        raw.pointee.dts &+= packet.shift
    }

    /// Has the decoder cut a packet of sound as its track's edit list wants it.
    mutating func mend(_ raw: UnsafeMutablePointer<AVPacket>, of stream: UnsafeMutablePointer<AVStream>)
        throws(FFmpegError)
    {
        let hidden = Int32(AV_PKT_FLAG_DISCARD)
        guard raw.pointee.pts != cffmpeg_AV_NOPTS_VALUE,
            let packet = editedSound[Int64(stream.pointee.id)]?.mend(
                time: raw.pointee.pts, duration: raw.pointee.duration, isHidden: raw.pointee.flags & hidden != 0)
        else { return }
        raw.pointee.pts = packet.time
        raw.pointee.dts = packet.time
        raw.pointee.flags = packet.isHidden ? raw.pointee.flags | hidden : raw.pointee.flags & ~hidden
        guard packet.head > 0 || packet.tail > 0, !packet.isHidden else { return }
        var size = 0
        guard
            let bytes = av_packet_get_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, &size)
                ?? av_packet_new_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, 10)
        else { throw FFmpegError(operation: "av_packet_new_side_data", subject: nil, code: .outOfMemory) }
        let isNew = size < 10
        let base = stream.pointee.time_base
        let rate = AVRational(num: 1, den: max(1, stream.pointee.codecpar.pointee.sample_rate))
        // Two little-endian numbers of samples, then a reason for each (libavcodec/packet.h).
        func write(_ ticks: Int64, at offset: Int) {
            let count = UInt32(clamping: av_rescale_q(ticks, base, rate))
            for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: count >> (8 * byte)) }
        }
        if isNew { for byte in 0..<10 { bytes[byte] = 0 } }
        if packet.head > 0 || isNew { write(packet.head, at: 0) }
        if packet.tail > 0 || isNew { write(packet.tail, at: 4) }
    }

    /// The unit of what a container says about itself as a whole (AV_TIME_BASE).
    private static let microsecond = TrackDescription.TimeBase(numerator: 1, denominator: Int64(AV_TIME_BASE))

    /// Covers, a scrubber's thumbnails, and photos in a clip.
    private static let stills =
        AV_DISPOSITION_ATTACHED_PIC | AV_DISPOSITION_TIMED_THUMBNAILS | AV_DISPOSITION_STILL_IMAGE

    private static let special =
        AV_DISPOSITION_COMMENT | AV_DISPOSITION_HEARING_IMPAIRED | AV_DISPOSITION_VISUAL_IMPAIRED
        | AV_DISPOSITION_DESCRIPTIONS | AV_DISPOSITION_CLEAN_EFFECTS | AV_DISPOSITION_KARAOKE
        | AV_DISPOSITION_LYRICS | AV_DISPOSITION_DEPENDENT

    private static func signs(
        of stream: UnsafeMutablePointer<AVStream>, _ timeBase: TrackDescription.TimeBase,
        in context: UnsafeMutablePointer<AVFormatContext>, _ index: MovieIndex?
    ) -> TrackDescription.Signs {
        var signs = TrackDescription.Signs()
        signs.fourCC = fourCC(stream.pointee.codecpar.pointee.codec_tag)
        let own = index?.tracks.first { $0.id == Int64(stream.pointee.id) }
        signs.isEncrypted = own?.isEncrypted ?? false || cffmpeg_is_encrypted(stream) != 0
        signs.isDefault = stream.pointee.disposition & AV_DISPOSITION_DEFAULT != 0
        signs.isSpecial = stream.pointee.disposition & special != 0
        signs.bitRate = stream.pointee.codecpar.pointee.bit_rate
        let count = avformat_index_get_entries_count(stream)
        // Others' index has key pictures alone.
        if formatName(of: context).hasPrefix("mov") { signs.packetCount = Int(count) }
        if count > 0, let last = avformat_index_get_entry(stream, count - 1) {
            // Others' index grows as they are read.
            if signs.packetCount != nil { signs.lastIndexedTime = timeBase.nanoseconds(of: last.pointee.timestamp) }
            let size = avio_size(context.pointee.pb)
            signs.isWhole = size < 0 || last.pointee.pos &+ Int64(last.pointee.size) <= size
        }
        return signs
    }

    private static func formatName(of context: UnsafeMutablePointer<AVFormatContext>) -> String {
        String(cString: context.pointee.iformat.pointee.name)
    }

    /// What a container writes as four characters.
    private static func fourCC(_ tag: UInt32) -> String? {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: tag >> (8 * $0)) }
        guard bytes.allSatisfy({ 0x20..<0x7f ~= $0 }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func mediaType(
        of track: MovieIndex.Track, _ context: UnsafeMutablePointer<AVFormatContext>
    ) -> AVMediaType? {
        for number in 0..<Int(context.pointee.nb_streams) {
            let stream = context.pointee.streams[number]!
            if Int64(stream.pointee.id) == track.id { return stream.pointee.codecpar.pointee.codec_type }
        }
        return nil
    }

    private static func kind(
        of stream: UnsafeMutablePointer<AVStream>, _ parameters: UnsafeMutablePointer<AVCodecParameters>
    ) -> TrackDescription.Kind? {
        let coded = parameters.pointee
        switch coded.codec_type {
        case AVMEDIA_TYPE_VIDEO where stream.pointee.disposition & stills == 0:
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

extension TrackDescription {
    /// Whether a player would rather take this track than another of the same kind.
    func isPreferred(to other: TrackDescription) -> Bool {
        let (own, others) = (rank, other.rank)
        for (mine, theirs) in zip(own, others) where mine != theirs { return mine > theirs }
        return index < other.index
    }

    /// The more important first: some media in it, more than one picture, the container's word, whom it is for, its size.
    private var rank: [Int64] {
        let marks: [Int64] = [signs.isDefault ? 1 : 0, signs.isSpecial ? 0 : 1]
        switch kind {
        case .video(let video):
            let size = Int64(video.size.width) * Int64(video.size.height)
            return [Int64(min(2, signs.packetCount ?? 2)), size > 0 ? 1 : 0] + marks + [size]
        case .audio:
            return [Int64(min(1, signs.packetCount ?? 1))] + marks + [signs.bitRate]
        }
    }
}
