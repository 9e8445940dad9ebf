public import MediaModel

/// Where the segments of one rendition lie on the media clock of a recording, or of what a broadcast's window still has.
///
/// A recording's media time is the programme's own: that of its first picture is 0, and what has left a window is counted all the same.
/// Runs of a broadcast that was started again follow each other, with what was missing between them.
public struct RecordedTimeline: Hashable, Sendable {
    public struct Segment: Hashable, Sendable {
        /// Relative to the rendition's playlist, like `map`.
        public let uri: String
        /// The initialisation section's.
        public let map: String?
        public let start: MediaTime
        public let duration: MediaTime
        /// Which run made it, from 0.
        public let run: Int
        /// Whether it was lost, and there is nothing to read.
        public let isMissing: Bool

        public var end: MediaTime { start + duration }
    }

    /// One start of the process.
    public struct Run: Hashable, Sendable {
        /// When its first listed segment is shown.
        public let start: MediaTime
        /// The same by the wall clock; `nil` if the playlist doesn't say.
        public let date: ProgramDateTime?
    }

    public let segments: [Segment]
    /// At least one, if there is a segment.
    public let runs: [Run]
    /// Whether nothing will be added.
    public let isEnded: Bool

    /// - Parameters:
    ///   - playlist: The rendition's.
    ///   - start: The media time of its first segment.
    public init(_ playlist: MediaPlaylist, start: MediaTime = .zero) {
        var (segments, runs): ([Segment], [Run]) = ([], [])
        var (time, map): (MediaTime, String?) = (start, nil)
        for segment in playlist.segments {
            if runs.isEmpty || segment.isDiscontinuous { runs.append(Run(start: time, date: segment.programDateTime)) }
            map = segment.map?.uri ?? map
            segments.append(
                Segment(
                    uri: segment.uri, map: map, start: time, duration: segment.duration, run: runs.count - 1,
                    isMissing: segment.isGap))
            time = time + segment.duration
        }
        (self.segments, self.runs, isEnded) = (segments, runs, playlist.isEnded)
    }

    /// The same, with the first segment at another media time.
    public func starting(at start: MediaTime) -> RecordedTimeline {
        let shift = start - self.start
        return RecordedTimeline(
            segments: segments.map {
                Segment(
                    uri: $0.uri, map: $0.map, start: $0.start + shift, duration: $0.duration, run: $0.run,
                    isMissing: $0.isMissing)
            }, runs: runs.map { Run(start: $0.start + shift, date: $0.date) }, isEnded: isEnded)
    }

    private init(segments: [Segment], runs: [Run], isEnded: Bool) {
        (self.segments, self.runs, self.isEnded) = (segments, runs, isEnded)
    }

    /// When the first segment listed is shown.
    public var start: MediaTime { segments.first?.start ?? .zero }
    /// When the last one ends.
    public var end: MediaTime { segments.last?.end ?? .zero }

    /// The media time of a run's picture 0.
    public func start(ofRun run: Int) -> MediaTime {
        // The first one's times are the recording's; of a later one all segments are listed, those that were lost too.
        run == 0 ? .zero : runs[run].start
    }

    /// A run that there is something of.
    public struct RecordedRun: Hashable, Sendable {
        /// The media time of its picture 0.
        public let start: MediaTime
        /// From there to the end of the last segment that is there.
        public let duration: MediaTime
        /// When its first listed segment was shown, by the wall clock; `nil` if the playlist doesn't say.
        public let date: ProgramDateTime?

        public init(start: MediaTime, duration: MediaTime, date: ProgramDateTime? = nil) {
            (self.start, self.duration, self.date) = (start, duration, date)
        }
    }

    /// In their order. What was missing between two runs is none.
    public var recordedRuns: [RecordedRun] {
        var ends = [MediaTime?](repeating: nil, count: runs.count)
        for segment in segments where !segment.isMissing { ends[segment.run] = segment.end }
        return runs.indices.compactMap { run in
            ends[run].map {
                RecordedRun(start: start(ofRun: run), duration: $0 - start(ofRun: run), date: runs[run].date)
            }
        }
    }

    /// The segments that have something of a range, those that are missing included.
    public func segments(in range: Range<MediaTime>) -> ArraySlice<Segment> {
        guard !range.isEmpty else { return [] }
        // Hours have thousands of segments, and whoever looks for moments asks often.
        let first = segments.partitioningIndex { $0.end > range.lowerBound }
        let end = segments.partitioningIndex { $0.start >= range.upperBound }
        return segments[first..<max(first, end)]
    }

    /// The wall-clock time of a media time; `nil` if the playlist doesn't say.
    public func date(of time: MediaTime) -> ProgramDateTime? {
        let run = runs.last { $0.start <= time } ?? runs.first
        return run.flatMap { run in run.date?.advanced(by: time - run.start) }
    }

    /// The media time of a wall-clock time; `nil` if nothing was recorded then.
    public func time(of date: ProgramDateTime) -> MediaTime? {
        for (index, run) in runs.enumerated().reversed() {
            guard let begun = run.date, begun <= date else { continue }
            let time = run.start + .milliseconds(date.millisecondsSince1970 - begun.millisecondsSince1970)
            let end = index + 1 < runs.count ? runs[index + 1].start : self.end
            return time < end ? time : nil
        }
        return nil
    }
}
