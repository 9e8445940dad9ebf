import Broadcast
import FFmpegKit
import HLS
import MediaModel
import Stills
import Typeset

/// Single pictures of a recording: the key picture of the segment that an instant lies in, which needs no other to be decoded.
///
/// Blocks.
struct RecordedStills: Sendable {
    private let reader: RecordingReader
    private let rendition: RecordedRendition

    /// - Parameter width: Of the pictures at least, in pixels: of the rungs that are so wide the smallest decodes in the least time.
    init(_ reader: RecordingReader, width: Int) {
        self.reader = reader
        rendition = reader.pictures.last { $0.size?.width ?? 0 >= width } ?? reader.pictures[0]
    }

    /// - Parameter time: From the recording's first picture.
    /// - Returns: `nil` where the recording has none, or it can't be decoded.
    func bitmap(at time: MediaTime) -> Bitmap? {
        var bitmap: Bitmap?
        try? withPicture(at: time) { frame, _ in
            if frame.depth == 8 { bitmap = Bitmap(frame) }
        }
        return bitmap
    }

    /// When the picture of an instant was shown, likewise; `nil` where there is none.
    func time(ofPictureAt time: MediaTime) -> MediaTime? { segment(at: time).map { $0.start - reader.start } }

    private func segment(at time: MediaTime) -> RecordedTimeline.Segment? {
        let place = reader.start + time
        return rendition.timeline.segments(in: place..<place + .milliseconds(1)).first { !$0.isMissing }
    }

    /// Lends the picture and its tick, if there is one.
    func withPicture(at time: MediaTime, _ body: (consuming VideoFrame, Int) throws -> Void) throws {
        guard let segment = segment(at: time) else { return }
        let media = try reader.media(of: segment, in: rendition)
        guard let rate = SegmentPictures.frameRate(of: media) else { return }
        let pictures = try SegmentPictures(
            media, start: segment.start, frameRate: rate, name: "\(reader.place)/\(rendition.id)/\(segment.uri)")
        let key = pictures.ticks.lowerBound
        try pictures.decode(key..<key + 1, body)
    }
}
