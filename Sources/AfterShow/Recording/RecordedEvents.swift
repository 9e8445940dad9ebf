public import Broadcast
import Foundation
import HLS
public import MediaModel
import Reporting
public import Show

/// What happened in a show, on the media clock of its recording.
public struct RecordedEvents: Sendable {
    /// A product that was on sale, from when it came on screen until another took its place, or it left.
    public struct Offer: Hashable, Sendable {
        public let product: Product
        public let start: MediaTime
        /// `nil` for one that stayed to the end.
        public let end: MediaTime?
    }

    /// What viewers did at an instant.
    public enum Act: Hashable, Sendable {
        case hearts(Int)
        case comment
        case votes(Int)
    }

    /// In order of time.
    public let acts: [(time: MediaTime, act: Act)]
    /// In order of time.
    public let offers: [Offer]
    /// How many events of the log belong to no run that the recording has, and so to no time of it.
    public let lostCount: Int
    /// Of names that the show has in several languages, where one alone is told: a BCP 47 tag.
    public var language = Preset().locale

    public static let none = RecordedEvents(acts: [], offers: [], lostCount: 0)

    private init(acts: [(time: MediaTime, act: Act)], offers: [Offer], lostCount: Int) {
        (self.acts, self.offers, self.lostCount) = (acts, offers, lostCount)
    }

    /// Reads a folder's own log, if it has one. Blocks.
    ///
    /// - Throws: ``JobError`` naming the lines that can't be read.
    public init(ofFolder folder: String, _ reader: RecordingReader) throws(JobError) {
        let path = "\(folder)/events.ndjson"
        guard FileManager.default.fileExists(atPath: path) else {
            self = .none
            return
        }
        let text = try Self.text(path)
        // A process that is writing, or was killed, may have left half a line, which is no event.
        let whole = text.lastIndex(of: UInt8(ascii: "\n")).map { text[...$0] } ?? Data()
        self = Self.placed(try Self.events(whole, path), in: reader)
    }

    /// Reads a timeline that a show was rendered with. Blocks.
    ///
    /// - Parameter start: When picture 0 was shown, for absolute times.
    /// - Throws: ``JobError`` naming the lines that can't be read.
    public init(timeline path: String, start: WallTime?) throws(JobError) {
        do {
            self.init(replaying: [try EventTimeline(ndjson: try Self.text(path), start: start).events], at: [.zero])
        } catch let error as TimelineError {
            throw JobError(.inputUnusable, error.description(inFile: path))
        } catch {
            throw error as? JobError ?? JobError(.internal, "\(error)")
        }
    }

    private static func text(_ path: String) throws(JobError) -> Data {
        try InputFile.read(path, upTo: EventTimeline.maximumByteCount)
    }

    private static func events(_ text: Data, _ path: String) throws(JobError) -> [ShowEvent] {
        do {
            // All times of a log are media times, so nobody asks when the show began.
            return try EventTimeline.written(ndjson: text, expectedStart: WallTime(microseconds: 0)).map(\.event)
        } catch {
            throw JobError(.inputUnusable, error.description(inFile: path))
        }
    }

    /// Of a broadcast that was started again in its folder, each run's events are put on the run that they belong to (``LogRuns``).
    private static func placed(_ events: [ShowEvent], in reader: RecordingReader) -> RecordedEvents {
        var split = LogSplit(runCount: reader.runs.count)
        var logged: [[ShowEvent]] = []
        for event in events {
            let run = split.take((event.mediaTime ?? .zero).ticks(timescale: 1_000_000, rounding: .nearest))
            while logged.count <= run { logged.append([]) }
            logged[run].append(event)
        }
        let places = LogRuns(ends: split.ends, in: reader.runs).places
        var (placed, starts, lost): ([[ShowEvent]], [MediaTime], Int) = ([], [], 0)
        for (events, place) in zip(logged, places) {
            if let place {
                placed.append(events)
                starts.append(place.start)
            } else {
                lost += events.count
            }
        }
        let replayed = RecordedEvents(replaying: placed, at: starts)
        return RecordedEvents(acts: replayed.acts, offers: replayed.offers, lostCount: lost)
    }
}

// MARK: - Replaying

extension RecordedEvents {
    /// Has the events happen again, and notes what viewers did and what was on sale.
    ///
    /// - Parameters:
    ///   - runs: The events of each run, with their times in it.
    ///   - starts: The media time of each run's picture 0.
    init(replaying runs: [[ShowEvent]], at starts: [MediaTime]) {
        var (acts, offers): ([(time: MediaTime, act: Act)], [Offer]) = ([], [])
        for (events, start) in zip(runs, starts) {
            let runOffers = EventTimeline(events).productOffers.map {
                Offer(product: $0.product, start: start + $0.start, end: $0.end.map { start + $0 })
            }
            if let last = offers.last, last.end == nil {
                offers[offers.count - 1] = Offer(product: last.product, start: last.start, end: start)
            }
            offers += runOffers
            for event in events {
                let time = (event.mediaTime ?? .zero) + start
                switch event.action {
                case .hearts(let count, _): acts.append((time, .hearts(count)))
                case .comment(.show): acts.append((time, .comment))
                case .poll(.vote(_, let count, _)): acts.append((time, .votes(count)))
                default: break
                }
            }
        }
        self.init(acts: acts, offers: offers, lostCount: 0)
    }
}
