import Foundation
import HLS
import MediaModel
import Show
import Testing

@testable import Broadcast

@Suite struct TimelineRangesTests {
    private let start = ProgramDateTime(millisecondsSince1970: 1_800_000_000_000)

    private func ranges(_ lines: String, until end: Int) throws -> [DateRange] {
        TimelineRanges(timeline: try EventTimeline(ndjson: Data(lines.utf8)), preset: Preset(), start: start)
            .ranges(run: "r", until: end)
    }

    @Test func tellsWhatABroadcastWouldHaveTold() throws {
        let lines = """
            {"at":0.5,"type":"price","product":{"id":"cup","name":"Cup","price":39.8,"currency":"USD","stock":5}}
            {"at":1,"type":"price","action":"stock","stock":4}
            {"at":1.2,"type":"price","action":"stock","stock":3}
            {"at":4,"type":"price","action":"hide"}
            {"at":9,"type":"coupon","code":"LATE"}
            """
        let found = try ranges(lines, until: 240)
        #expect(found.map(\.id) == ["product-r-15", "product-r-75", "product-r-120"])
        // Orders are told of every two seconds, the last number of them.
        let stock = found.map { range in range.attributes.first { $0.name == "X-COM-TATECAST-STOCK" }?.value }
        #expect(stock == [.number(DecimalNumber(5)), .number(DecimalNumber(3)), nil])
        #expect(found.map { $0.start.millisecondsSince1970 - start.millisecondsSince1970 } == [500, 2_500, 4_000])
        #expect(found[2].end == .after(.zero))
        // A show that was stopped before.
        #expect(try ranges(lines, until: 15) == [] && ranges(lines, until: 16).count == 1)
    }

    @Test func heartsTellPlayersOfNothing() throws {
        #expect(try ranges(#"{"at":0.5,"type":"hearts","count":3}"#, until: 100) == [])
    }

    /// Products in turn go on for ever.
    @Test func endsWithTheShow() throws {
        let lines = """
            {"at":0,"type":"price","interval":2,"products":[{"id":"a","name":"A","price":1,"currency":"JPY"},{"id":"b","name":"B","price":2,"currency":"JPY"}]}
            """
        #expect(try ranges(lines, until: 300).count == 5)
    }
}
