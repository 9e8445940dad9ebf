import Foundation
import Lines
import MediaTesting
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1)))
struct WebhookOutboxTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("webhook-1.outbox").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func open() throws -> (WebhookOutbox, unreadableLines: Int) {
        try WebhookOutbox.open(path: path) { if let fault = $0 { Issue.record("the disk: \(fault)") } }
    }

    private func put(_ count: Int, into outbox: WebhookOutbox) {
        for _ in 0..<count { outbox.put(WebhookMessage(.warning, at: Date()), at: Date()) }
    }

    private var file: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }

    @Test func `a process that is killed loses none and repeats none that it noted`() async throws {
        let (outbox, _) = try open()
        put(5, into: outbox)
        outbox.deliver(1)
        outbox.deliver(2)
        // It isn't finished: what is on the disk by now is all that there is.
        try await waitUntil("the disk has it") { file.contains(#"{"delivered":2}"#) }
        let (again, unreadable) = try open()
        #expect(again.read(\.entries) == outbox.read(\.entries) && again.read(\.entries).count == 3 && unreadable == 0)
        put(1, into: again)
        #expect(again.read(\.entries).map(\.number) == [3, 4, 5, 6])
        #expect(Set(again.read(\.entries).map(\.id)).count == 4)
        outbox.finish(within: .seconds(5))
        again.finish(within: .seconds(5))
    }

    @Test func `a line that was cut off does no harm, wherever`() throws {
        let entries = (1...3).map { OutboxEntry(number: $0, id: "e\($0)", type: .source, body: "{}", losses: nil) }
        var bytes = JournalLine(head: 0).bytes
        var ends: [Int] = []
        for entry in entries {
            bytes += JournalLine(entry).bytes
            ends.append(bytes.count)
        }
        bytes += JournalLine(delivered: 1).bytes
        for length in 0...bytes.count {
            let contents = JournalLine.read(Data(bytes[..<length]))
            // A line is whole with its last brace, before its line end.
            let whole = ends.count { $0 - 1 <= length }
            let isDelivered = length >= bytes.count - 1
            #expect(contents.entries == Array(entries.prefix(whole).dropFirst(isDelivered ? 1 : 0)))
            #expect(contents.unreadableCount == 0)
        }
    }

    @Test func `what isn't readable is counted, and the rest counts`() {
        let entry = OutboxEntry(number: 4, id: "e", type: .source, body: "{}", losses: nil)
        let bytes = Array("\0\0\0\n{\"outbox\":1,\"last\":9}\nnonsense\n".utf8) + JournalLine(entry).bytes
        let contents = JournalLine.read(Data(bytes))
        #expect(contents.entries == [entry] && contents.unreadableCount == 2 && contents.lastNumber == 9)
    }

    @Test func `a file with nothing left in it goes at the end`() throws {
        let (outbox, _) = try open()
        put(1, into: outbox)
        outbox.deliver(1)
        #expect(outbox.finish(within: .seconds(5)))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a file stays small whatever was delivered`() throws {
        let (outbox, _) = try open()
        let long = WebhookMessage(.warning, at: Date(), ["text": .text(String(repeating: "x", count: 5_000))])
        for number in 1...200 {
            outbox.put(long, at: Date())
            if number > 1 { outbox.deliver(number - 1) }
        }
        #expect(outbox.finish(within: .seconds(20)))
        // Two hundred of them are a million bytes.
        #expect(file.utf8.count < 2 * OutboxJournal.usualSize)
        #expect(try open().0.read(\.entries).map(\.number) == [200])
    }

    @Test func `what finds no room is gone from the file as well`() throws {
        let limits = OutboxQueue.Limits(count: 20, byteCount: 1 << 20)
        let (outbox, _) = try WebhookOutbox.open(path: path, limits: limits) { _ in }
        put(60, into: outbox)
        outbox.finish(within: .seconds(20))
        let (again, _) = try open()
        #expect(again.read(\.entries) == outbox.read(\.entries) && again.read(\.entries).count <= 20)
    }
}
