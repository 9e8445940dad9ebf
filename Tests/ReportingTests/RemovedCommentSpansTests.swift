import Testing

@testable import Reporting

@Suite struct RemovedCommentSpansTests {
    /// Which of two it was that came first nobody knows any more.
    @Test func reachesBackToTheFirstThatMayBeMeant() {
        var removals = RemovedCommentSpans()
        removals.noteBlank(since: 10)
        removals.noteBlank(since: 20)
        removals.noteRemoved("a", at: 25)
        removals.noteRemoved("b", at: 40)
        removals.noteBlank(since: 60)
        removals.noteRemoved("c", at: 62)
        // Never came, as it was held.
        removals.noteRemoved("d", at: 70)
        removals.finish(at: 100)
        #expect(removals.spans == [10...26, 10...41, 60...63])
    }

    @Test func knowsThoseThatTheLogStillHas() {
        var removals = RemovedCommentSpans()
        removals.noteShown("a", at: 5)
        removals.noteShown("b", at: 6)
        removals.noteRemoved("b", at: 8)
        removals.finish(at: 100)
        #expect(removals.spans == [6...9])
    }

    @Test func lastsToTheEndWhereNothingSaysOtherwise() {
        var removals = RemovedCommentSpans()
        removals.noteBlank(since: 90)
        removals.finish(at: 100)
        #expect(removals.spans == [90...101])
    }

    @Test func readsThemOutOfALog() throws {
        let events =
            #"{"at":3,"type":"hearts","count":1}"# + "\n" + String(repeating: " ", count: 40) + "\n"
            + #"{"at":9,"type":"comment","id":"c1","action":"remove"}"# + "\n"
        let folder = try ShowFolder(events: events)
        defer { folder.remove() }
        #expect(try ShowReader(folder: folder.path).read().removedSpans == [3...10])
    }
}
