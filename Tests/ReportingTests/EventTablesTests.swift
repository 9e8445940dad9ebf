import Foundation
import Testing

@testable import Reporting

@Suite struct EventTablesTests {
    private func tables(_ events: String) throws -> (comments: [String], events: [String]) {
        let folder = try ShowFolder(events: events)
        defer { folder.remove() }
        let reader = ShowReader(folder: folder.path)
        var (comments, others) = ("", "")
        try EventTables(reader, try reader.read(), language: .english).write(
            comments: { comments += $0 }, events: { others += $0 })
        return (comments.components(separatedBy: "\r\n"), others.components(separatedBy: "\r\n"))
    }

    @Test func hasARowForEachCommentWithWhatWasOnScreen() throws {
        let (comments, events) = try tables(
            #"{"at":1,"type":"price","product":{"id":"a","name":"Cup, red","price":5,"currency":"USD"}}"# + "\n"
                + #"{"at":2.25,"type":"comment","id":"c-1","author":"=Mia","text":"so cute","pin":true}"# + "\n"
                + #"{"at":3,"type":"hearts","count":4}"# + "\n")
        #expect(comments[0].hasSuffix("seconds,time,id,author,text,pinned,product"))
        #expect(comments[1] == #"2.250,2026-09-01T12:00:02.250Z,c-1,"'=Mia",so cute,yes,"Cup, red""#)
        #expect(comments.count == 3 && events.count == 5)
        #expect(events[3].hasPrefix("3.000,2026-09-01T12:00:03.000Z,hearts,,"))
    }

    /// It is removed later than it came, and its words are in neither table.
    @Test func removedWordsAreNowhere() throws {
        let (comments, events) = try tables(
            #"{"at":1,"type":"comment","id":"c-1","author":"Bo","text":"rude"}"# + "\n"
                + #"{"at":2,"type":"comment","id":"c-1","action":"remove"}"# + "\n")
        #expect(comments.count == 2 && events.count == 3)
        #expect(!(comments + events).contains { $0.contains("rude") || $0.contains("Bo") })
    }
}
