import Foundation
public import MediaModel

/// A line of a broadcast's event log that stands for events that couldn't be written: `{"at":12.5,"type":"gap","events":3}`.
///
/// No event: nothing happens on screen, and nobody can send one. It tells whoever draws a recording again what is missing.
public struct TimelineGap: Hashable, Sendable {
    /// When the last event before it happened.
    public let at: MediaTime
    /// How many are missing; at least 1.
    public let eventCount: Int

    public static let type = "gap"

    public init(at: MediaTime, eventCount: Int) {
        (self.at, self.eventCount) = (at, eventCount)
    }

    /// - Returns: `nil` for any other line.
    init?(line: some Collection<UInt8>) {
        // Lines are decoded by the hundred thousand, and hardly any is one.
        guard line.count <= 256, line.contains(UInt8(ascii: "g")) else { return nil }
        let data = Data(line)
        guard data.range(of: Data("\"\(Self.type)\"".utf8)) != nil,
            let members = try? JSONDecoder().decode(Members.self, from: data),
            members.type == Self.type, members.events >= 1, 0...86_400_000 ~= members.at
        else { return nil }
        self.init(at: .microseconds(Int64((members.at * 1_000_000).rounded())), eventCount: members.events)
    }

    /// - Returns: `nil` for any other line.
    public init?(line: String) { self.init(line: line.utf8) }

    private struct Members: Decodable {
        var at: Double
        var type: String
        var events: Int
    }
}

extension TimelineGap: CustomStringConvertible {
    /// E.g. `3 events are missing after 12.5 s: they couldn't be written when they happened`.
    public var description: String {
        let milliseconds = at.ticks(timescale: 1_000, rounding: .nearest)
        let events = eventCount == 1 ? "1 event is" : "\(eventCount) events are"
        return "\(events) missing after \(Double(milliseconds) / 1_000) s: they couldn't be written when they happened"
    }
}
