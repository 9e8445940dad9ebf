import Foundation
import MediaTesting
import Testing

@testable import Delivery

@Suite struct UploadLedgerTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/uploads.ndjson" }

    init() throws { folder = try TemporaryFolder() }

    private func ledger(_ destination: String = "s3://shop/42") -> UploadLedger {
        UploadLedger(folder: folder.path, destination: destination)
    }

    @Test func remembersWhatIsThereForEachPlaceApart() async {
        let ledger = ledger()
        #expect(ledger.read().stored.isEmpty)
        for name in ["v/1-0.m4s", "v/1-1.m4s", "a/1-0.m4s"] { ledger.note(stored: name) }
        ledger.note(removed: "v/1-0.m4s")
        await ledger.settle(within: .seconds(5))
        let other = self.ledger("https://host/42")
        other.note(stored: "v/1-9.m4s")
        await other.settle(within: .seconds(5))
        #expect(self.ledger().read().stored == ["v/1-1.m4s", "a/1-0.m4s"])
        #expect(other.read().stored == ["v/1-9.m4s"])
    }

    @Test func knowsThatItWasBegun() async {
        let ledger = ledger()
        #expect(!ledger.read().isBegun)
        ledger.noteBegun()
        await ledger.settle(within: .seconds(5))
        #expect(ledger.read().isBegun)
        #expect(!self.ledger("s3://shop/43").read().isBegun)
    }

    /// Of a broadcast that was stopped before its first picture nothing is left.
    @Test func goesWithoutAShow() async throws {
        let begun = ledger()
        begun.noteBegun()
        begun.removeIfIdle()
        await begun.settle(within: .seconds(5))
        #expect(!FileManager.default.fileExists(atPath: path))
        for (file, stored) in [("broadcast.json", nil), (".tatecast.lock", "v/1-0.m4s")] {
            let ledger = ledger()
            try folder.write("", to: file)
            if let stored { ledger.note(stored: stored) }
            ledger.noteBegun()
            ledger.removeIfIdle()
            await ledger.settle(within: .seconds(5))
            #expect(FileManager.default.fileExists(atPath: path), "\(file)")
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(file)")
        }
    }

    @Test func readsADaysLedgerInAMoment() async throws {
        let line = (0..<20_000).map { "{\"stored\":\"v/1-\($0).m4s\",\"to\":\"s3://shop/42\"}\n" }.joined()
        try Data(line.utf8).write(to: URL(fileURLWithPath: path))
        #expect(ledger().read().stored.count == 20_000)
    }

    /// A process may be killed within a line: what comes next is another one.
    @Test func goesOnAfterALineThatWasCutOff() async throws {
        let first = ledger()
        first.note(stored: "v/1-0.m4s")
        await first.settle(within: .seconds(5))
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 1..<whole.count {
            try (whole + whole.prefix(length)).write(to: URL(fileURLWithPath: path))
            let next = ledger()
            next.note(stored: "v/1-1.m4s")
            await next.settle(within: .seconds(5))
            #expect(next.read().stored == ["v/1-0.m4s", "v/1-1.m4s"])
        }
    }

    @Test func passesOverWhatIsNoLineOfOurs() async throws {
        let junk = "\u{0}\u{0}\n[]\n{\"stored\":7,\"to\":\"s3://shop/42\"}\n{\"stored\":\"v/1-0.m4s\"}\n\n"
        try Data(junk.utf8).write(to: URL(fileURLWithPath: path))
        #expect(ledger().read().stored.isEmpty)
        let next = ledger()
        next.note(stored: "v/1-1.m4s")
        await next.settle(within: .seconds(5))
        #expect(next.read().stored == ["v/1-1.m4s"])
    }

    /// Nobody's upload ends for want of a ledger.
    @Test func aFolderThatCannotBeWrittenCostsNothing() async {
        let ledger = UploadLedger(folder: "/nowhere/at/all", destination: "s3://shop/42")
        ledger.note(stored: "v/1-0.m4s")
        await ledger.settle(within: .seconds(5))
        #expect(ledger.read().stored.isEmpty)
    }
}
