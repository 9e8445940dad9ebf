import Foundation
import Show
import Testing

@testable import Reporting

@Suite struct ShowReaderTests {
    private static func product(_ id: String, at: Double) -> String {
        #"{"at":\#(at),"type":"price","product":{"id":"\#(id)","name":"\#(id)","price":5,"currency":"USD"}}"# + "\n"
    }

    private static let evening =
        product("cup", at: 1) + #"{"at":2,"type":"hearts","count":30,"id":"h-1"}"# + "\n"
        + #"{"at":3.5,"type":"hearts","count":5}"# + "\n"
        + #"{"at":4,"type":"comment","id":"c-1","author":"<Mia>","text":"so cute"}"# + "\n"
        + #"{"at":5,"type":"comment","id":"c-2","text":"rude"}"# + "\n"
        + #"{"at":6,"type":"comment","id":"c-2","action":"remove"}"# + "\n"
        + #"{"at":7,"type":"poll","id":"p","question":"Which?","options":["A","B"],"duration":10}"# + "\n"
        + #"{"at":8,"type":"poll","action":"vote","option":2,"count":3}"# + "\n" + product("bag", at: 20)
        + #"{"at":21,"type":"coupon","code":"LIVE10"}"# + "\n" + #"{"at":25,"type":"coupon","action":"hide"}"# + "\n"
        + #"{"at":30,"type":"undo","id":"h-1"}"# + "\n" + #"{"at":40,"type":"price","action":"hide"}"# + "\n"

    private func read(_ folder: ShowFolder) throws -> ShowReader.Result {
        defer { folder.remove() }
        return try ShowReader(folder: folder.path).read()
    }

    @Test func addsUpWhatViewersSaw() throws {
        let result = try read(ShowFolder(events: Self.evening))
        let account = result.account
        // What was undone never was.
        #expect(account.hearts.total == 5 && account.hearts.sum(0..<3) == 0 && account.hearts.sum(3..<4) == 5)
        #expect(account.comments.total == 1 && account.removedCommentCount == 1 && account.votes.total == 3)
        #expect(result.removedComments == ["c-2"])
        #expect(account.duration == 60)
        #expect(account.products.map(\.product.id) == ["cup", "bag"])
        #expect(account.products.map(\.start) == [1, 20] && account.products.map(\.end) == [20, 40])
        let poll = try #require(account.polls.first)
        // It ended by itself, ten seconds later.
        #expect(poll.votes == [0, 3] && poll.start == 7 && poll.end == 17)
        #expect(account.coupons.map(\.coupon.code) == ["LIVE10"] && account.coupons.map(\.end) == [25])
        #expect(account.remarks == [.noRecord])
    }

    /// The second run's media time begins anew, and so does what is on screen.
    @Test func putsTwoRunsBehindEachOther() throws {
        let events =
            Self.product("cup", at: 1) + #"{"at":39,"type":"hearts","count":1}"# + "\n"
            + #"{"at":2,"type":"hearts","count":10}"# + "\n"
        let account = try read(ShowFolder(segments: 30, cut: 20, events: events)).account
        #expect(account.hearts.sum(39..<40) == 1 && account.hearts.sum(42..<43) == 10)
        #expect(account.products.map(\.end) == [40])
        #expect(account.remarks.contains(.runs(2)))
    }

    @Test func readsTheRecord() throws {
        let record = """
            {"at":0,"type":"begin","version":1,"time":1788264000000}
            {"at":0,"type":"source","state":"live"}
            {"at":10,"type":"audience","audience":{"watching":3,"viewers":3,"watchedSeconds":30,"sentBytes":100}}
            {"at":12,"type":"source","state":"frozen"}
            {"at":14,"type":"source","state":"slate","cause":"nothingComes"}
            {"at":19,"type":"source","state":"live"}
            {"at":20,"type":"audience","audience":{"watching":5,"viewers":7,"watchedSeconds":80,"sentBytes":900}}
            {"at":21,"type":"something-new","state":"live"}
            {"at":22,"type":"overload","state":"encode-cheaply"}
            {"at":25,"type":"end"}
            {"at":26,"type":"audi
            """
        let account = try read(ShowFolder(events: Self.evening, record: record)).account
        #expect(account.audience.map(\.watching) == [3, 5] && account.viewerCount == 7)
        #expect(account.watchedSeconds == 80 && account.sentBytes == 900 && account.players == nil)
        #expect(
            account.troubles == [
                TroubleSpan(kind: .frozen, start: 12, end: 14),
                TroubleSpan(kind: .slate(cause: "nothingComes"), start: 14, end: 19),
                TroubleSpan(kind: .overload("encode-cheaply"), start: 22, end: 25),
            ])
        #expect(account.remarks == [.brokenOff(file: "record.ndjson")])
    }

    @Test func saysWhatItCouldntRead() throws {
        let events =
            #"{"at":1,"type":"hearts","count":2}"# + "\n" + #"{"at":2,"type":"fireworks"}"# + "\n\n"
            + #"{"at":3,"type":"gap","events":4}"# + "\n" + #"{"at":4,"type":"hea"#
        let account = try read(ShowFolder(isEnded: false, events: events)).account
        #expect(account.hearts.total == 2)
        guard case .unreadable(let file, 1, 2, let reason)? = account.remarks.last else {
            Issue.record("\(account.remarks)")
            return
        }
        #expect(file == "events.ndjson" && reason.contains("fireworks"))
        #expect(
            Set(account.remarks.dropLast())
                == [.isUnfinished, .noRecord, .missingEvents(4), .brokenOff(file: "events.ndjson")])
    }

    /// A broadcast that keeps its window alone has events from before it.
    @Test func countsWhatHappenedBeforeWhatIsKept() throws {
        let folder = try ShowFolder(segments: 3, events: #"{"at":500,"type":"hearts","count":7}"# + "\n")
        let playlist = "\(folder.path)/v720x1280/playlist.m3u8"
        let text = try String(contentsOfFile: playlist, encoding: .utf8)
        try folder.write(
            text.replacing("#EXT-X-TARGETDURATION:2\n", with: "#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:250\n"),
            to: "v720x1280/playlist.m3u8")
        let account = try read(folder).account
        #expect(account.duration == 500 && account.hearts.sum(500..<501) == 7)
        #expect(account.remarks == [.lacksBeginning, .noRecord])
    }

    /// Products in turn go on for ever, and so must not an event that is years away.
    @Test func whatIsLaterThanAnyShowIsLeftOut() throws {
        let products = ["a", "b"].map { #"{"id":"\#($0)","name":"\#($0)","price":1,"currency":"USD"}"# }
        let events =
            #"{"at":0,"type":"price","interval":2,"products":[\#(products.joined(separator: ","))]}"# + "\n"
            + #"{"at":86000000,"type":"coupon","code":"X"}"# + "\n" + #"{"at":86000000,"type":"hearts","count":1}"#
            + "\n"
        let account = try read(ShowFolder(events: events)).account
        #expect(account.products.count == 30 && account.coupons.isEmpty && account.hearts.total == 0)
    }

    @Test func refusesWhatIsNoShow() throws {
        let events = try ShowFolder(hasShow: false, events: Self.evening)
        defer { events.remove() }
        #expect(throws: ReportError.self) { try ShowReader(folder: events.path).read() }
        #expect(throws: ReportError.self) { try ShowReader(folder: events.path + "/nothing").read() }
        let other = try ShowFolder(record: #"{"at":0,"type":"begin","version":2,"time":0}"# + "\n")
        defer { other.remove() }
        let error = #expect(throws: ReportError.self) { try ShowReader(folder: other.path).read() }
        #expect(error?.code == .unusable)
        #expect(error?.message.contains("record.ndjson:1: a record of version 2") == true)
    }

    /// Numbers that no show has add up to nothing that crashes.
    @Test func hostileNumbersAreBounded() throws {
        let record =
            #"{"at":0,"type":"begin","version":1,"time":9223372036854775807}"# + "\n"
            + #"{"at":1e300,"type":"audience","audience":{"watching":1,"viewers":1,"watchedSeconds":1,"sentBytes":1}}"#
            + "\n" + #"{"at":0,"type":"begin","version":1,"time":1}"# + "\n"
            + #"{"at":1,"type":"audience","audience":{"watching":9223372036854775807,"viewers":9223372036854775807,"watchedSeconds":1e308,"sentBytes":-5}}"#
            + "\n"
        let hearts = String(repeating: #"{"at":864000,"type":"hearts","count":1000000000}"# + "\n", count: 40)
        let account = try read(ShowFolder(events: hearts, record: record)).account
        #expect(account.hearts.total == 40_000_000_000 && account.audience.isEmpty)
        #expect(!ReportPage(account, title: "x", language: .japanese).html.isEmpty)
    }
}
