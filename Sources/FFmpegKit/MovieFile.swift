import CFFmpeg

/// Writes one picture track, and one sound track if there is one, into an MP4 file whose index stands first ("faststart").
///
/// Packets may come from two threads if calls don't overlap; they are interleaved by time.
public struct MovieFile: ~Copyable {
    private let context: UnsafeMutablePointer<AVFormatContext>
    private let path: String
    private let timeBases: [AVRational]

    public enum Track: Int32, Sendable {
        case video = 0
        case audio = 1
    }

    /// Creates the file, or empties it.
    ///
    /// - Parameter audio: `nil` for a silent film.
    /// - Throws: ``FFmpegError`` if it can't be written.
    public init(
        path: String, video: EncodedTrack, audio: EncodedTrack? = nil, notes: MovieNotes = MovieNotes()
    ) throws(FFmpegError) {
        var made: UnsafeMutablePointer<AVFormatContext>?
        // Spelt out, the protocol keeps a colon in the file's name from meaning anything. The muxer opens this
        // name a second time when it moves the index to the front.
        let url = "file:" + path
        try check(avformat_alloc_output_context2(&made, nil, "mp4", url), "avformat_alloc_output_context2", on: path)
        guard let context = made else { preconditionFailure("avformat_alloc_output_context2 left no context") }
        do throws(FFmpegError) {
            try video.addStream(to: context)
            try audio?.addStream(to: context)
            try notes.add(to: context)
            try check(avio_open(&context.pointee.pb, url, AVIO_FLAG_WRITE), "open", on: path)
            try notes.options.withDictionary(on: path) { dictionary throws(FFmpegError) in
                try check(avformat_write_header(context, &dictionary), "avformat_write_header", on: path)
            }
        } catch {
            avio_closep(&context.pointee.pb)
            avformat_free_context(context)
            throw error
        }
        self.context = context
        self.path = path
        timeBases = [video.timeBase] + (audio.map { [$0.timeBase] } ?? [])
    }

    deinit {
        avio_closep(&context.pointee.pb)
        avformat_free_context(context)
    }

    /// Adds a packet. Packets of one track come in decoding order; times are its encoder's.
    public mutating func write(_ packet: consuming Packet, to track: Track) throws(FFmpegError) {
        let raw = packet.pointer
        raw.pointee.stream_index = track.rawValue
        av_packet_rescale_ts(
            raw, timeBases[Int(track.rawValue)], context.pointee.streams[Int(track.rawValue)]!.pointee.time_base)
        try check(av_interleaved_write_frame(context, raw), "write", on: path)
    }

    /// How many bytes have been written so far.
    public var byteCount: Int { Int(clamping: max(0, avio_seek(context.pointee.pb, 0, SEEK_CUR))) }

    /// Writes what waits and the index, and closes the file. Without this call it isn't playable.
    ///
    /// - Parameters:
    ///   - movesIndex: Whether the index stands first, for which the whole file is written again.
    ///   - chapters: Of a file that was begun without any, as its length wasn't known.
    public mutating func finish(movesIndex: Bool = true, chapters: [MovieNotes.Chapter] = []) throws(FFmpegError) {
        try MovieNotes.add(chapters, to: context)
        if !movesIndex {
            try check(av_opt_set(context.pointee.priv_data, "movflags", "-faststart", 0), "av_opt_set", on: path)
        }
        try check(av_write_trailer(context), "av_write_trailer", on: path)
        try check(avio_closep(&context.pointee.pb), "close", on: path)
    }
}
