import Foundation
import Show
import Testing

@testable import Broadcast

@Suite struct CommentEraserTests {
    private static func comment(_ id: String, _ text: String) -> String {
        #"{"at":1.000000,"id":"\#(id)","type":"comment","author":"Mia","text":"\#(text)"}"# + "\n"
    }

    private func erase(_ ids: Set<String>, in text: String) throws -> String {
        let path = NSTemporaryDirectory() + "eraser-\(UUID().uuidString).ndjson"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(CommentEraser.erase(ids, in: path))
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    @Test func makesTheirLinesBlankAndLeavesAllOthers() throws {
        let (bad, good) = (Self.comment("c-1", "rude"), Self.comment("c-2", "kind"))
        let hearts = #"{"at":2.000000,"type":"hearts","count":3}"# + "\n"
        let removal = #"{"at":3.000000,"id":"c-1","type":"comment","action":"remove"}"# + "\n"
        let erased = try erase(["c-1"], in: bad + hearts + good + bad + removal)
        let blank = String(repeating: " ", count: bad.utf8.count - 1) + "\n"
        #expect(erased == blank + hearts + good + blank + removal)
        // What is left is a timeline: it can be drawn again.
        #expect(try EventTimeline(ndjson: Data(erased.utf8)).events.count == 3)
    }

    /// Lines lie across the pieces that the file is read in, and ids may be written with escapes.
    @Test func findsThemWhereverTheyAre() throws {
        let filler = String(repeating: Self.comment("x", String(repeating: "あ", count: 490)), count: 750)
        let bad = #"{"at":9.000000,"type":"comment","text":"rude","id":"c\u002d1"}"# + "\n"
        let erased = try erase(["c-1"], in: filler + bad + filler)
        #expect(!erased.contains("rude") && erased.utf8.count == (filler + bad + filler).utf8.count)
        #expect(erased.hasPrefix(filler) && erased.hasSuffix(filler))
    }

    @Test func aHalfLineAtTheEndIsLeftAlone() throws {
        let half = #"{"at":1,"id":"c-1","type":"comment","text":"ru"#
        #expect(try erase(["c-1"], in: half) == half)
    }
}
