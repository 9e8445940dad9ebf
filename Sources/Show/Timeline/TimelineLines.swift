import Dispatch
import Foundation
import MediaModel
import Synchronization

/// The lines of a timeline file that aren't blank.
struct TimelineLines: Sendable {
    private let bytes: [UInt8]
    /// Each with its number in the file, from 1.
    private let lines: [(number: Int, range: Range<Int>)]

    /// An event of a line.
    struct Entry: Sendable {
        /// With its media time.
        let event: ShowEvent
        /// As it is written.
        let at: EventTime
        /// Its place in the file, in bytes.
        let range: Range<Int>
    }

    /// What some lines in a row hold.
    struct Part: Sendable {
        var entries: [Entry] = []
        var gaps: [TimelineGap] = []
        var problems: [(line: Int, error: EventError)] = []
    }

    /// A millisecond or two of decoding: long enough to be worth a hand-over to another core, short enough to share fairly.
    private static let linesPerPart = 256

    private var count: Int { lines.count }

    /// - Throws: ``TimelineError`` for a file that is too large, or isn't UTF-8 by its first bytes.
    init(_ data: Data) throws(TimelineError) {
        guard data.count <= EventTimeline.maximumByteCount else {
            throw TimelineError(reason: "larger than \(EventTimeline.maximumByteCount / 1_048_576) MiB")
        }
        if let name = TextEncoding.other(data) { throw TimelineError(reason: "it is \(name): save it as UTF-8") }
        bytes = [UInt8](data)
        // No more lines than may be are looked for, and one: a file of nothing but short lines has millions.
        let limit = EventTimeline.maximumEventCount
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

    /// The text of an entry.
    func text(of entry: Entry) -> String {
        String(decoding: TextEncoding.withoutMark(bytes[entry.range]), as: UTF8.self)
    }

    /// The events of all lines, in order, read on all cores at once: what takes the time is decoding, not finding the lines.
    ///
    /// - Parameter start: The programme's, for absolute times.
    /// - Throws: ``TimelineError`` with all bad lines.
    func decoded(start: WallTime?) throws(TimelineError) -> [Part] {
        guard count <= EventTimeline.maximumEventCount else {
            throw TimelineError(reason: "more than \(EventTimeline.maximumEventCount) events")
        }
        let parts = decodedOnAllCores(start: start)
        var problems = TimelineError()
        for (line, error) in parts.flatMap(\.problems) { problems.append(error, line: line) }
        guard problems.isEmpty else { throw problems }
        return parts
    }

    private func decodedOnAllCores(start: WallTime?) -> [Part] {
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
        let decoder = EventDecoder()
        var part = Part()
        part.entries.reserveCapacity(lines.count)
        for (number, range) in lines {
            if let gap = TimelineGap(line: bytes[range]) {
                part.gaps.append(gap)
                continue
            }
            do throws(EventError) {
                let event = try decoder.decode(bytes[range])
                guard let at = event.at else { throw EventError("at", "missing") }
                part.entries.append(Entry(event: try event.resolved(startedAt: start), at: at, range: range))
            } catch {
                part.problems.append((number, error))
            }
        }
        return part
    }
}
