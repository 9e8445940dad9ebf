public import Foundation
public import MediaModel

/// The events of a recorded or rehearsed show, in the order they are committed.
public struct EventTimeline: Hashable, Sendable {
    /// By their media times, which all have; those of one instant in the order they were given.
    public let events: [ShowEvent]
    /// What the log of a broadcast lacks; none of a timeline that somebody wrote.
    public let gaps: [TimelineGap]

    /// In bytes.
    public static let maximumByteCount = 64 * 1_024 * 1_024
    public static let maximumEventCount = 1_000_000

    /// - Precondition: Every event has its media time.
    public init(_ events: [ShowEvent] = [], gaps: [TimelineGap] = []) {
        self.gaps = gaps
        precondition(events.allSatisfy { $0.mediaTime != nil }, "an event of a timeline without its time")
        // The standard library's sort happens to be stable but doesn't promise it.
        self.events = events.enumerated().sorted { left, right in
            let (leftTime, rightTime) = (left.element.mediaTime ?? .zero, right.element.mediaTime ?? .zero)
            return leftTime == rightTime ? left.offset < right.offset : leftTime < rightTime
        }.map(\.element)
    }

    /// Reads a timeline file: one JSON object a line (NDJSON), each with `at` in seconds of media time, or as RFC 3339.
    ///
    /// Lines may come in any order, be blank, and end with LF or CRLF; the last may lack its end; a byte order mark is
    /// passed over. A line of a broadcast's own log may say that some are missing: see ``gaps``. NDJSON has no comments: a line that starts with `#` is refused like any other text.
    ///
    /// A long file is read on all cores; the call blocks until it is through.
    ///
    /// - Parameter start: When the programme's picture 0 is shown; without it, lines with absolute times are refused.
    /// - Throws: ``TimelineError`` with all bad lines.
    public init(ndjson: Data, start: WallTime? = nil) throws(TimelineError) {
        let parts = try TimelineLines(ndjson).decoded(start: start)
        self.init(parts.flatMap { $0.entries.map(\.event) }, gaps: parts.flatMap(\.gaps))
    }

    /// The events of a timeline file as they are written, each with its text, for a show that hasn't begun: absolute times stay
    /// absolute.
    ///
    /// - Parameter start: About when it will begin: absolute times that aren't within a day of that are refused.
    /// - Throws: ``TimelineError`` with all bad lines.
    public static func written(
        ndjson: Data, expectedStart start: WallTime
    ) throws(TimelineError) -> [(event: ShowEvent, json: String)] {
        let lines = try TimelineLines(ndjson)
        return try lines.decoded(start: start).flatMap { part in
            part.entries.map { entry in
                var event = entry.event
                event.at = entry.at
                return (event, lines.text(of: entry))
            }
        }
    }

    /// How many events come too late for a programme that ends at this tick: those at it or after it.
    public func count(atOrAfterTick tick: Int, frameRate: FrameRate) -> Int {
        // Halving the sorted list would be faster; this is asked once a programme.
        events.count { ($0.tick(at: frameRate) ?? 0) >= tick }
    }
}
