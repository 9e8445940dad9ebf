import Foundation

/// A line of a broadcast's own record, `record.ndjson` beside the recording: what a report needs and no show event tells.
///
/// One line of ``AudienceSample`` each ten seconds, and one for each change of the source or the load. Unknown types are passed over, so that a
/// newer version may add some.
public struct RecordLine: Codable, Hashable, Sendable {
    /// Of the file, in the folder of the recording.
    public static let fileName = "record.ndjson"
    /// What ``version`` says of files that this version reads.
    public static let version = 1

    /// What a line tells.
    public enum Kind: String, Sendable {
        /// A run of the broadcast begins: ``RecordLine/time`` is when its first picture is shown.
        case begin
        case audience
        /// What viewers see of the source.
        case source
        /// What is left out for want of CPU.
        case overload
        /// Something else that a person should know.
        case trouble
        /// The run is over, as it should be.
        case end
    }

    /// Seconds of media time.
    public var at: Double
    /// One of ``Kind``, or one of a newer version.
    public var type: String
    /// Of lines of ``Kind/begin``.
    public var version: Int?
    /// Milliseconds since 1970, of lines of ``Kind/begin``.
    public var time: Int64?
    public var audience: AudienceSample?
    /// `waiting`, `live`, `frozen`, `slate` or `finished`; or the name of an overload step.
    public var state: String?
    /// Why the slate is shown: `nothingComes`, `picturesPause` or `isWanted`.
    public var cause: String?
    public var text: String?

    public init(_ kind: Kind, at: Double) { (type, self.at) = (kind.rawValue, at) }

    public var kind: Kind? { Kind(rawValue: type) }

    /// Reads a line; `nil` for what is none.
    init?(_ bytes: some Collection<UInt8>) {
        guard let line = try? JSONDecoder().decode(RecordLine.self, from: Data(bytes)), 0...86_400_000 ~= line.at,
            0..<1 << 48 ~= line.time ?? 0, line.audience?.isSound ?? true
        else { return nil }
        self = line
    }

    /// The line, without its end.
    public var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Numbers are finite, and nothing else of it can fail.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}

extension AudienceSample {
    /// Whether its numbers can be, so that all of their sums fit.
    fileprivate var isSound: Bool {
        let counts = [
            watching, viewers, sentBytes, players?.sessions, players?.starvedSessions, players?.starvedRequests,
            players?.starts, players?.unlistedRequests,
        ]
        let amounts = [
            watchedSeconds, players?.sessionSeconds, players?.startMedian, players?.startNinetyFifth,
            players?.throughputMedian, players?.startDelayMedian, players?.starvationSeconds,
        ]
        return counts.allSatisfy { 0...1 << 50 ~= $0 ?? 0 } && amounts.allSatisfy { 0...1e15 ~= $0 ?? 0 }
    }
}

/// Who watched, as the origin and its players have it, at one instant.
public struct AudienceSample: Codable, Hashable, Sendable {
    /// Viewers that were sent media in the ten seconds before.
    public var watching = 0
    /// All that ever were, in this run.
    public var viewers = 0
    /// Media time that was sent to all of them together, in seconds, in this run.
    public var watchedSeconds = 0.0
    /// Of answers' bodies, in this run.
    public var sentBytes = 0
    /// What players say that send CMCD; `nil` while none does.
    public var players: PlayerSample?

    public init() {}
}

/// What players say of themselves (CTA-5004), added up since the run began.
public struct PlayerSample: Codable, Hashable, Sendable {
    public var sessions = 0
    public var starvedSessions = 0
    public var starvedRequests = 0
    /// Of all sessions together.
    public var sessionSeconds = 0.0
    /// How many sessions ``startMedian`` is of.
    public var starts = 0
    /// Seconds; an estimate.
    public var startMedian: Double?
    public var startNinetyFifth: Double?
    /// Bits per second.
    public var throughputMedian: Double?
    /// Of version 2, in seconds.
    public var startDelayMedian: Double?
    public var starvationSeconds: Double?
    /// Requests of sessions that found no place in the table.
    public var unlistedRequests = 0

    public init() {}
}
