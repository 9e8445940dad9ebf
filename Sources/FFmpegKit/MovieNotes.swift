import CFFmpeg
public import MediaModel

/// What an MP4 file says of itself, beside its tracks.
public struct MovieNotes: Hashable, Sendable {
    /// A stretch of it with a name.
    public struct Chapter: Hashable, Sendable {
        public let start, end: MediaTime
        public let title: String

        public init(start: MediaTime, end: MediaTime, title: String) {
            (self.start, self.end, self.title) = (start, end, title)
        }
    }

    public var title: String?
    /// In order; none reaches into the next.
    public var chapters: [Chapter]
    /// Whether an edit list may say when the first picture is shown. Without one, which networks pass over, pictures that are decoded
    /// before they are shown get composition offsets that are negative (ISO 14496-12 8.6.1.3, version 1): the first is shown at 0 all the
    /// same.
    public var allowsEditList: Bool

    public init(title: String? = nil, chapters: [Chapter] = [], allowsEditList: Bool = true) {
        (self.title, self.chapters, self.allowsEditList) = (title, chapters, allowsEditList)
    }

    /// How FFmpeg's muxer is to write the file.
    var options: Options {
        allowsEditList
            ? ["movflags": "+faststart"]
            : ["movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"]
    }

    /// Adds title and chapters to an output, before its header.
    func add(to context: UnsafeMutablePointer<AVFormatContext>) throws(FFmpegError) {
        if let title {
            try check(av_dict_set(&context.pointee.metadata, "title", title, 0), "av_dict_set", on: "title")
        }
        try Self.add(chapters, to: context)
    }

    /// Adds chapters to an output that has none: before its header, or before its trailer, which then has them (libavformat/movenc.c).
    static func add(_ chapters: [Chapter], to context: UnsafeMutablePointer<AVFormatContext>) throws(FFmpegError) {
        guard !chapters.isEmpty, context.pointee.nb_chapters == 0 else { return }
        // The context frees the list, and what it holds, with itself (libavformat/avformat.h).
        let size = MemoryLayout<UnsafeMutablePointer<AVChapter>?>.stride
        guard let list = av_calloc(chapters.count, size) else { throw noMemory }
        context.pointee.chapters = list.assumingMemoryBound(to: UnsafeMutablePointer<AVChapter>?.self)
        for (number, chapter) in chapters.enumerated() {
            guard let made = av_mallocz(MemoryLayout<AVChapter>.size)?.assumingMemoryBound(to: AVChapter.self) else {
                throw noMemory
            }
            made.pointee.id = Int64(number + 1)
            made.pointee.time_base = AVRational(num: 1, den: 1_000)
            made.pointee.start = chapter.start.ticks(timescale: 1_000, rounding: .nearest)
            made.pointee.end = chapter.end.ticks(timescale: 1_000, rounding: .nearest)
            context.pointee.chapters[number] = made
            context.pointee.nb_chapters = UInt32(number + 1)
            try check(av_dict_set(&made.pointee.metadata, "title", chapter.title, 0), "av_dict_set", on: "chapter")
        }
    }

    private static var noMemory: FFmpegError {
        FFmpegError(operation: "av_calloc", subject: "chapters", code: .outOfMemory)
    }
}
