import Broadcast
import Foundation
import MediaModel
import NIOCore
import Show

/// The events of a request's body, read line by line.
struct EventLines {
    /// What stands on a line: the event that was read, or why there is none.
    struct Line {
        /// From 1.
        let number: Int
        let content: Content
    }

    enum Content {
        /// - place: Among ``EventLines/events``.
        case event(place: Int)
        /// Can't be read.
        case invalid(String)
        /// Not with this token.
        case forbidden(String)
    }

    private(set) var lines: [Line] = []
    /// Those that were read, in their order.
    private(set) var events: [LiveEvent] = []

    private let decoder = EventDecoder()
    private let start: WallTime
    private let role: ControlAccess.Role

    /// - Parameter start: When the programme began: what absolute times are counted from.
    init(start: WallTime, role: ControlAccess.Role) {
        (self.start, self.role) = (start, role)
    }

    /// The places of the lines that aren't blank.
    ///
    /// - Returns: `nil` if there are more than `limit`.
    static func ranges(in bytes: ByteBufferView, limit: Int) -> [(number: Int, range: Range<Int>)]? {
        var ranges: [(number: Int, range: Range<Int>)] = []
        var number = 0
        var start = bytes.startIndex
        while start < bytes.endIndex {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            if !bytes[start..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                guard ranges.count < limit else { return nil }
                ranges.append((number, start..<end))
            }
            start = end + 1
        }
        return ranges
    }

    /// Reads one event. Some five microseconds.
    mutating func read(_ bytes: ByteBufferView, line number: Int) {
        let content: Content
        do throws(EventError) {
            let event = try decoder.decode(bytes).resolved(startedAt: start)
            if role == .audience, let reason = Self.reasonAgainst(event) {
                content = .forbidden(reason)
            } else {
                content = .event(place: events.count)
                events.append(
                    LiveEvent(event, json: String(decoding: TextEncoding.withoutMark(bytes), as: UTF8.self)))
            }
        } catch {
            content = .invalid("\(error)")
        }
        lines.append(Line(number: number, content: content))
    }

    /// Why an event isn't one of the audience's; `nil` if it is.
    static func reasonAgainst(_ event: ShowEvent) -> String? {
        switch event.action {
        case .hearts, .poll(.vote), .comment(.show(_, isPinned: false)):
            event.at == nil
                ? nil : "at: what the audience token sends happens now; another time needs the control token"
        case .comment(.show): "pin: the audience token can't pin a comment; that needs the control token"
        default: "the audience token may send hearts, comments and votes alone; this needs the control token"
        }
    }
}
