public import Broadcast
public import FFmpegKit
import Foundation
import HLS
import ImageCodecs
public import MediaModel

/// Makes clips of a recording: each an MP4 file without edit list whose index stands first, and a picture for it.
///
/// Blocks, on whatever thread it is called on; several threads may use one at once.
public struct ClipCutter: Sendable {
    public let reader: RecordingReader
    public let frameRate: FrameRate
    private let rendition: RecordedRendition
    private let events: RecordedEvents
    /// Of clips without overlays; `nil` for those as viewers saw the show.
    private let source: RecordedSource?

    /// - Parameters:
    ///   - rung: The rung's name, as `540x960`; `nil` for the best.
    ///   - events: What happened in the show.
    ///   - bareFolder: The show's, for clips without overlays: their pictures are the recorded source's. `nil` for clips as viewers saw the
    ///     show.
    /// - Throws: ``JobError`` if there is no such rung, or nothing of it can be read, or nothing is known of a recorded source.
    public init(
        _ reader: RecordingReader, rung: String? = nil, events: RecordedEvents, bareFolder: String? = nil
    ) throws(JobError) {
        guard
            let rendition = rung.map({ name in reader.pictures.first { $0.size?.description == name } })
                ?? reader.pictures.first
        else {
            let sizes = reader.pictures.compactMap(\.size?.description).joined(separator: ", ")
            throw JobError(.usage, "--rung \(rung ?? ""): \(reader.place) has no such size, but \(sizes)")
        }
        guard let first = rendition.timeline.segments.first(where: { !$0.isMissing }),
            let rate = SegmentPictures.frameRate(of: try reader.media(of: first, in: rendition))
        else {
            throw JobError(
                .inputUnusable,
                "\(reader.place)/\(rendition.id) has a number of pictures a second that no show of Tatecast's has")
        }
        (self.reader, self.rendition, self.events, frameRate) = (reader, rendition, events, rate)
        source = if let bareFolder { try RecordedSource(folder: bareFolder) } else { nil }
    }

    /// Says whether all of a range can be had.
    ///
    /// - Throws: ``JobError`` that says what can't be.
    public func check(from: MediaTime, to: MediaTime) throws(JobError) -> ClipRange {
        let (start, end) = (rendition.timeline.start, min(reader.end, rendition.timeline.end))
        // A person who says 13:05 of a show of 13:04.97 means its end.
        let last = min(to, max(end, to - .milliseconds(100)))
        let range = try ClipRange(from: from, to: from < last ? last : to, frameRate: frameRate)
        let limit = frameRate.tick(nearest: end)
        guard range.ticks.upperBound <= limit, range.ticks.lowerBound >= frameRate.tick(nearest: start) else {
            throw JobError(
                .usage,
                "\(ClipTime.text(from)) to \(ClipTime.text(to)) isn't all in \(reader.place), which has "
                    + "\(ClipTime.text(start)) to \(ClipTime.text(end))" + (reader.isEnded ? "" : " so far"))
        }
        let missing = rendition.timeline.segments(in: range.start..<range.end).filter(\.isMissing)
        guard let first = missing.first, let last = missing.last else {
            if let source { try ClipBarePictures.check(source, rendition.timeline, range) }
            return range
        }
        throw JobError(
            .inputUnusable,
            "\(reader.place) has nothing from \(ClipTime.text(first.start)) to \(ClipTime.text(last.end)), which the disk lost or "
                + "where the broadcast was interrupted: choose a range before or after that")
    }

    /// Makes a clip and its picture. Neither is there unless both are whole.
    ///
    /// - Parameter stop: Is asked between segments whether to leave it.
    /// - Throws: ``JobError``, ``FFmpegError``.
    public func cut(_ order: ClipOrder, stop: Interrupt) throws -> ClipRecord {
        let range = try check(from: order.from, to: order.to)
        var pictures = try ClipPictures(reader, rendition, range, source: source, stop: stop)
        var sound: ClipSound?
        if let rendition = reader.sound { sound = try ClipSound(reader, rendition, range.samples) }
        let happened = events.summary(of: range.start..<range.end)
        let title = order.title ?? Self.title(happened, range)
        let notes = MovieNotes(title: title, chapters: happened.chapters(in: range), allowsEditList: false)
        let picturePath = Self.posterPath(order.path)
        do {
            var movie = try WholeMovie(
                path: order.path, video: pictures.track, audio: sound?.track, notes: notes)
            while let tick = try pictures.writeNext(to: &movie) {
                guard !stop.isRequested else {
                    throw JobError(.unfinished, "\(order.path): stopped before it was whole, so it isn't there")
                }
                let sample = frameRate.time(ofTick: tick).ticks(timescale: 48_000, rounding: .nearest)
                try sound?.write(upTo: min(sample, range.samples.upperBound), to: &movie)
            }
            let isEncodedWhole = pictures.isEncodedWhole
            let (size, poster) = pictures.finish()
            if let poster {
                let bytes = try JPEGEncoder.encode(poster, name: picturePath)
                try OutputFolder.replace(picturePath, with: [bytes])
            }
            do {
                try movie.finish()
            } catch {
                unlink(picturePath)
                throw error
            }
            var record = ClipRecord(order, title: title, range: range, size: size, happened: happened)
            record.poster = poster == nil ? nil : (picturePath as NSString).lastPathComponent
            record.date = rendition.timeline.date(of: range.start)?.description
            record.isEncodedWhole = isEncodedWhole
            record.isClean = source == nil ? nil : true
            return record
        } catch {
            WholeMovie.abandon(order.path)
            throw error
        }
    }

    /// Where a movie's picture is.
    public static func posterPath(_ path: String) -> String {
        let end = (path as NSString).pathExtension
        return (end.isEmpty ? path : String(path.dropLast(end.count + 1))) + ".jpg"
    }

    private static func title(_ happened: RecordedEvents.Summary, _ range: ClipRange) -> String {
        let names = happened.products.map(\.name)
        return names.isEmpty
            ? "\(ClipTime.text(range.start)) to \(ClipTime.text(range.end))" : names.joined(separator: ", ")
    }
}

extension MediaTime {
    /// In seconds, to the nearest microsecond.
    var rounded: Double { Double(ticks(timescale: 1_000_000, rounding: .nearest)) / 1_000_000 }
}
