import Dispatch
import Foundation
import MediaModel
import Synchronization

/// The lines of a timeline file that aren't blank.
struct TimelineLines: Sendable {
    private let bytes: [UInt8]
    /// Each with its number in the file, from 1.
    private let lines: [(number: Int, range: Range<Int>)]

    /// What some lines in a row hold.
    struct Part: Sendable {
        var events: [ShowEvent] = []
        var gaps: [TimelineGap] = []
        var problems: [(line: Int, error: EventError)] = []
    }

    /// A millisecond or two of decoding: long enough to be worth a hand-over to another core, short enough to share fairly.
    private static let linesPerPart = 256

    var count: Int { lines.count }

    /// - Parameter limit: No more lines than this are looked for, and one: a file of nothing but short lines has millions.
    init(_ data: Data, limit: Int) {
        bytes = [UInt8](data)
        var lines: [(number: Int, range: Range<Int>)] = []
        var number = 0
        // A byte order mark is no part of the first line.
        var start = bytes.count - TextEncoding.withoutMark(bytes).count
        while start < bytes.count, lines.count <= limit {
            number += 1
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let isBlank = bytes[start..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
            if !isBlank { lines.append((number, start..<end)) }
            start = end + 1
        }
        self.lines = lines
    }

    /// The events of all lines, in order, read on all cores at once: what takes the time is decoding, not finding the lines.
    ///
    /// - Parameter start: The programme's, for absolute times.
    func decoded(start: WallTime?) -> [Part] {
        let count = (lines.count + Self.linesPerPart - 1) / Self.linesPerPart
        let parts = Mutex([Part?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { index in
            let first = index * Self.linesPerPart
            let part = decode(lines[first..<min(lines.count, first + Self.linesPerPart)], start: start)
            parts.withLock { $0[index] = part }
        }
        return parts.withLock { $0.compactMap(\.self) }
    }

    private func decode(_ lines: ArraySlice<(number: Int, range: Range<Int>)>, start: WallTime?) -> Part {
        let decoder = EventDecoder(start: start)
        var part = Part()
        part.events.reserveCapacity(lines.count)
        for (number, range) in lines {
            if let gap = TimelineGap(line: bytes[range]) {
                part.gaps.append(gap)
                continue
            }
            do throws(EventError) {
                let event = try decoder.decode(bytes[range])
                guard event.at != nil else { throw EventError("at", "missing") }
                part.events.append(event)
            } catch {
                part.problems.append((number, error))
            }
        }
        return part
    }
}
