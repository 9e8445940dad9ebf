import Broadcast
import FFmpegKit
import Follow
import HLS
public import MediaModel
import Show

/// Chooses a recording's highlights: finds the moments, and moves their ends to pauses and cuts.
///
/// Only what lies around the ends is decoded, of the smallest rung. Blocks.
public struct HighlightPlan: Sendable {
    private let reader: RecordingReader
    private let frameRate: FrameRate

    public init(_ reader: RecordingReader, frameRate: FrameRate) { (self.reader, self.frameRate) = (reader, frameRate) }

    /// The best moments, in order of time.
    ///
    /// - Parameters:
    ///   - count: At most so many; fewer, if fewer stand out.
    ///   - length: Of each.
    /// - Throws: ``JobError`` if the recording is damaged there.
    public func choose(
        _ count: Int, length: ClosedRange<MediaTime>, events: RecordedEvents
    ) throws -> [Highlight] {
        let whole = reader.start..<reader.end
        let search = HighlightSearch(Activity(events.acts, in: whole))
        // What is missing has no picture to show: what remains between is looked at by itself.
        var chosen = search.moments(count, length: length, in: whole).filter { !isMissing($0.range) }
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        for index in chosen.indices {
            let before = index > 0 ? chosen[index - 1].range.upperBound : whole.lowerBound
            let after = index + 1 < chosen.count ? chosen[index + 1].range.lowerBound : whole.upperBound
            let range = chosen[index].range
            let snap = try snap(around: [range.lowerBound, range.upperBound], within: before..<after)
            let snapped = snap.snapped(range, length: length, within: before..<after)
            if !isMissing(snapped) { chosen[index].range = snapped }
        }
        return chosen
    }

    private func isMissing(_ range: Range<MediaTime>) -> Bool {
        reader.pictures[0].timeline.segments(in: range).contains(where: \.isMissing)
    }

    /// The pauses and cuts around some instants.
    private func snap(around times: [MediaTime], within limits: Range<MediaTime>) throws -> ClipSnap {
        var (pauses, cuts): ([Range<MediaTime>], [MediaTime]) = ([], [])
        // A little more than an end may be moved by, as a pause has a beginning and a detector looks ahead.
        let reach = ClipSnap.reach + .milliseconds(500)
        for time in times {
            let range = max(time - reach, limits.lowerBound)..<min(time + reach, limits.upperBound)
            guard range.lowerBound < range.upperBound else { continue }
            pauses += try self.pauses(in: range)
            cuts += try self.cuts(in: range)
        }
        return ClipSnap(pauses: pauses, cuts: cuts)
    }

    private func pauses(in range: Range<MediaTime>) throws -> [Range<MediaTime>] {
        guard let rendition = reader.sound else { return [] }
        func sample(_ time: MediaTime) -> Int64 { time.ticks(timescale: 48_000, rounding: .nearest) }
        var sound = RecordedSound(reader, rendition, sample(range.lowerBound)..<sample(range.upperBound))
        var search = PauseSearch(start: range.lowerBound)
        try sound.read(upTo: sample(range.upperBound), by: 1_024) { left, right in search.take(left.span, right.span) }
        return search.pauses
    }

    private func cuts(in range: Range<MediaTime>) throws -> [MediaTime] {
        guard let rendition = reader.pictures.last else { return [] }
        let wanted = frameRate.tick(atOrAfter: range.lowerBound)..<frameRate.tick(atOrAfter: range.upperBound)
        var detector = CutDetector()
        var cuts: [MediaTime] = []
        for segment in rendition.timeline.segments(in: range) where !segment.isMissing {
            let pictures = try SegmentPictures(
                reader.media(of: segment, in: rendition), start: segment.start, frameRate: frameRate,
                name: "\(reader.place)/\(rendition.id)/\(segment.uri)")
            let own = pictures.ticks.clamped(to: wanted)
            guard !own.isEmpty else { continue }
            try pictures.decode(own) { frame, tick in
                let thumbnail = frame.withPlanes(of: UInt8.self) { luma, _, _, layout in
                    LumaThumbnail(reducing: luma, layout)
                }
                if case .cut(let at) = detector.take(thumbnail, at: Int64(tick)) {
                    cuts.append(frameRate.time(ofTick: Int(at)))
                }
            }
        }
        return cuts
    }
}
