import Foundation
import MediaModel
import Testing

@testable import Show

@Suite struct TimelineGapTests {
    @Test func aTimelineHasWhatItsLogLacks() throws {
        let text = """
            {"at":1.000000,"type":"hearts","count":3}
            {"at":12.500000,"type":"gap","events":3}
            {"at":14.000000,"type":"hearts","count":4}
            """
        let timeline = try EventTimeline(ndjson: Data(text.utf8))
        #expect(timeline.events.count == 2)
        #expect(timeline.gaps == [TimelineGap(at: .milliseconds(12_500), eventCount: 3)])
        #expect(
            timeline.gaps.map(\.description)
                == ["3 events are missing after 12.5 s: they couldn't be written when they happened"])
    }

    @Test(arguments: [
        #"{"at":1,"type":"hearts","count":3}"#, #"{"at":1,"type":"gap"}"#, #"{"at":1,"type":"gap","events":0}"#,
        #"{"at":1,"type":"gap","events":"many"}"#, #"{"at":-1,"type":"gap","events":1}"#, #"gap"#, "",
        #"{"at":1,"type":"comment","id":"x","author":"\"gap\"","text":"\"gap\""}"#,
    ])
    func otherLinesAreNone(line: String) {
        #expect(TimelineGap(line: line) == nil)
    }

    /// Nobody can send one: it is no event.
    @Test func isNoEvent() {
        #expect(throws: EventError.self) { try EventDecoder().decode(#"{"type":"gap","events":3}"#.utf8) }
    }
}
