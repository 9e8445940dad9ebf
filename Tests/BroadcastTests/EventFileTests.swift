import Foundation
import Lines
import Logging
import MediaModel
import MediaTesting
import Show
import Testing

@testable import Broadcast

/// The log of a broadcast's events on a disk that fails: nothing is overwritten, no half line stays, and what is missing is told.
@Suite(.timeLimit(.minutes(1))) struct EventFileTests {
    private let path = Tatecast.newPath("events") + ".ndjson"
    private let status = LiveStatus()
    private let diagnostics = Diagnostics(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })

    private func open(continues: Bool = true) throws -> EventFile {
        try EventFile(path: path, continues: continues, context: .test(status: status, diagnostics: diagnostics))
    }

    private func hearts(_ count: Int, at seconds: Int64) throws -> LineItem<EventLog.Batch> {
        let json = "{\"type\":\"hearts\",\"count\":\(count)}"
        let event = LiveEvent(try EventDecoder().decode(json.utf8), json: json)
        return .entry(EventLog.Batch(events: [event], time: .seconds(seconds)), isKept: false)
    }

    private func line(_ count: Int, at seconds: Int) -> String {
        "{\"at\":\(seconds).000000,\"type\":\"hearts\",\"count\":\(count)}\n"
    }

    private var text: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

    private func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }

    @Test func addsAtTheEndOfWhatIsThere() throws {
        try write(line(1, at: 1))
        var file = try open()
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        #expect(try text == line(1, at: 1) + line(2, at: 2))
    }

    @Test func beginsAnewForANewShow() throws {
        try write(line(1, at: 1))
        var file = try open(continues: false)
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        #expect(try text == line(2, at: 2))
    }

    @Test(arguments: [
        "{\"at\":1.500000,\"type\":\"hea", "{", "\0\0\0\0\0\0\0\0", "{\"at\":1.500000,\"type\":\"hearts\",\"count\":1",
    ])
    func takesALineAwayThatACrashBrokeOff(rest: String) throws {
        try write(line(1, at: 1) + rest)
        var file = try open()
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        let gap = "{\"at\":0.000000,\"type\":\"gap\",\"events\":1}\n"
        #expect(try text == line(1, at: 1) + gap + line(2, at: 2))
        let timeline = try EventTimeline(ndjson: Data(try text.utf8))
        #expect(timeline.events.count == 2)
        #expect(timeline.gaps == [TimelineGap(at: .zero, eventCount: 1)])
    }

    @Test func endsALineThatOnlyLacksItsEnd() throws {
        try write(line(1, at: 1) + String(line(7, at: 1).dropLast()))
        var file = try open()
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        #expect(try text == line(1, at: 1) + line(7, at: 1) + line(2, at: 2))
    }

    @Test func keepsWhatIsNoLogOfOurs() throws {
        // No line end in a megabyte and more.
        let other = String(repeating: "x", count: 3 << 20)
        try write(other)
        var file = try open()
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        #expect(try text == other + "\n" + line(2, at: 2))
    }

    @Test func saysHowManyAreMissingWhereTheyAre() throws {
        var file = try open()
        #expect(file.take(try hearts(1, at: 1)) == .taken)
        #expect(file.take(.gap(lines: 12)) == .taken)
        #expect(file.take(try hearts(2, at: 9)) == .taken)
        let gap = "{\"at\":1.000000,\"type\":\"gap\",\"events\":12}\n"
        #expect(try text == line(1, at: 1) + gap + line(2, at: 9))
    }

    @Test func makesTheFileAnewThatSomebodyDeleted() throws {
        var file = try open()
        #expect(file.take(try hearts(1, at: 1)) == .taken)
        unlink(path)
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        #expect(try text == line(2, at: 2))
    }

    /// The file gives way to one that is always full, as a disk is for a while, and comes back.
    @Test func triesAFullDiskAgainLaterAndLater() throws {
        var file = try open()
        #expect(file.take(try hearts(1, at: 1)) == .taken)
        try FileManager.default.moveItem(atPath: path, toPath: path + ".kept")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        // It still has the file, wherever that is; only when that is gone it looks for it by its name.
        #expect(file.take(try hearts(2, at: 2)) == .taken)
        let kept = try String(contentsOfFile: path + ".kept", encoding: .utf8)
        #expect(kept == line(1, at: 1) + line(2, at: 2))
        unlink(path + ".kept")
        var pauses: [LineOutcome] = []
        for _ in 0..<8 { pauses.append(file.take(try hearts(3, at: 3))) }
        let milliseconds: [Int64] = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]
        #expect(pauses == milliseconds.map { .later(.milliseconds($0)) })
        #expect(status.snapshot.failedWrites == 1)
        #expect(diagnostics.warnings.count == 1)
        unlink(path)
        #expect(file.take(try hearts(3, at: 3)) == .taken)
        #expect(try text == line(3, at: 3))
        // It is well again: the next fault is told anew, and tried soon.
        unlink(path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
        #expect(file.take(try hearts(4, at: 4)) == .later(.milliseconds(250)))
        #expect(status.snapshot.failedWrites == 2)
        unlink(path)
    }

    @Test func saysWhyItCantBeOpened() throws {
        #expect(throws: JobError.self) {
            _ = try EventFile(
                path: "/nonexistent/events.ndjson", continues: false,
                context: .test(status: status, diagnostics: diagnostics))
        }
    }

    @Test func writesOffTheThreadThatHasTheEvents() throws {
        let log = try EventLog(path: path, continues: false, context: .test(status: status, diagnostics: diagnostics))
        for number in 1...500 {
            let json = "{\"type\":\"hearts\",\"count\":\(number)}"
            log.append(
                [LiveEvent(try EventDecoder().decode(json.utf8), json: json)], time: .seconds(Int64(number)))
        }
        log.finish()
        #expect(try text == (1...500).map { line($0, at: $0) }.joined())
    }
}
