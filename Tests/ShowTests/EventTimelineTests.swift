import Foundation
import MediaModel
import Show
import Testing

@Suite struct EventTimelineTests {
    private func timeline(_ text: String) throws -> EventTimeline { try EventTimeline(ndjson: Data(text.utf8)) }

    private func hearts(_ count: Int, at milliseconds: Int64) -> ShowEvent {
        ShowEvent(at: .milliseconds(milliseconds), action: .hearts(count: count))
    }

    private func complaint(about data: Data) -> String? {
        do throws(TimelineError) {
            _ = try EventTimeline(ndjson: data)
            return nil
        } catch {
            return error.description(inFile: "e.ndjson")
        }
    }

    @Test(arguments: [
        "", "\n\n", "\u{FEFF}", "\u{FEFF}\r\n \t\r\n",
    ])
    func isEmptyWithoutEvents(text: String) throws {
        #expect(try timeline(text).events.isEmpty)
    }

    @Test func leavesOutWhatChangesNothingOfTheOffers() throws {
        let text = """
            {"type":"hearts","count":3,"at":0}
            {"type":"hearts","count":3,"at":1,"id":"sale"}
            {"type":"price","product":{"id":"a","name":"A","price":1,"currency":"JPY"},"at":2,"id":"sale"}
            {"type":"caption","id":"c","language":"en","text":"words","from":3,"at":3}
            {"type":"focus","x":0.7,"for":8,"at":4}
            {"type":"clear","layer":"price","at":5}
            """
        let whole = try timeline(text)
        #expect(
            whole.ofOffers.events.map { $0.mediaTime?.seconds } == [1, 2, 5], "hearts with an id take it from the price"
        )
    }

    @Test func sortsByTimeAndKeepsTheOrderOfOneInstant() throws {
        let text = """
            \u{FEFF}{"type":"hearts","count":3,"at":2.0}\r
            {"type":"hearts","count":1,"at":0.5}

            {"type":"hearts","count":4,"at":2}
            {"type":"hearts","count":2,"at":0.50}
            """
        #expect(
            try timeline(text).events == [
                hearts(1, at: 500), hearts(2, at: 500), hearts(3, at: 2_000), hearts(4, at: 2_000),
            ])
    }

    @Test func aByteOrderMarkIsNoPartOfALine() throws {
        let line = #"{"type":"hearts","count":1,"at":1}"#
        // Of the file, and of a file that was put behind another.
        #expect(try timeline("\u{FEFF}\(line)\r\n\u{FEFF}\(line)\r\n").events.count == 2)
        #expect(
            complaint(about: try #require("\(line)\n\(line)\n".data(using: .utf16LittleEndian)))
                == "e.ndjson: it is UTF-16: save it as UTF-8")
    }

    @Test func namesEachBadLine() {
        let text = """
            {"type":"hearts","count":1}
            {"type":"hearts","count":1,"at":1}
            {"type":"herts","count":1,"at":1}

            # price
            """
        #expect(
            complaint(about: Data(text.utf8)) == """
                e.ndjson:1: at: missing
                e.ndjson:3: type: unknown type "herts"; did you mean "hearts"?
                e.ndjson:5: expected a JSON object, found "# price"
                """)
        #expect(complaint(about: Data([0x0A, 0x7B, 0xC3, 0x28, 0x7D])) == "e.ndjson:2: not valid UTF-8")
    }

    @Test func keepsTheOrderOfALongFile() throws {
        let lines = (1...2_000).map { #"{"type":"hearts","count":\#($0),"at":1}"# }
        #expect(try timeline(lines.joined(separator: "\n")).events == (1...2_000).map { hearts($0, at: 1_000) })
        var bad = lines
        for number in [1_999, 257, 256] { bad[number - 1] = "{}" }
        #expect(
            complaint(about: Data(bad.joined(separator: "\n").utf8)) == """
                e.ndjson:256: type: missing
                e.ndjson:257: type: missing
                e.ndjson:1999: type: missing
                """)
    }

    @Test func refusesMoreEventsThanAShowCanHave() {
        let file = Data(String(repeating: "x\n", count: EventTimeline.maximumEventCount + 1).utf8)
        #expect(complaint(about: file) == "e.ndjson: more than 1000000 events")
    }

    @Test func listsTwentyBadLinesAndCountsTheRest() throws {
        let sentences = try #require(complaint(about: Data(String(repeating: "x\n", count: 33).utf8))).split(
            separator: "\n")
        #expect(sentences.count == 21)
        #expect(sentences.last == "e.ndjson: and 13 more lines that can't be read")
    }

    @Test func refusesAFileThatIsTooLarge() {
        #expect(complaint(about: Data(count: EventTimeline.maximumByteCount + 1)) == "e.ndjson: larger than 64 MiB")
    }

    @Test func countsEventsAfterTheEnd() {
        let timeline = EventTimeline([hearts(1, at: 0), hearts(1, at: 966), hearts(1, at: 967), hearts(1, at: 5_000)])
        #expect(timeline.count(atOrAfterTick: 30, frameRate: .fps30) == 2)
        #expect(timeline.count(atOrAfterTick: 0, frameRate: .fps30) == 4)
        #expect(timeline.count(atOrAfterTick: 151, frameRate: .fps30) == 0)
    }

    @Test func decodesEverySample() throws {
        let samples = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../samples")
        let files = try FileManager.default.contentsOfDirectory(at: samples, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasSuffix(".events.ndjson") }
        #expect(files.count >= 8)
        for file in files {
            let timeline = try EventTimeline(ndjson: Data(contentsOf: file))
            #expect(timeline.events.count >= 5, "\(file.lastPathComponent)")
        }
    }
}

@Suite struct ShowEventTests {
    @Test(arguments: [
        (Int64(0), 0), (1, 1), (33_333, 1), (33_334, 2), (66_666, 2), (66_667, 2), (66_668, 3), (500_000, 15),
        (500_001, 16), (86_400_000_000, 2_592_000),
    ])
    func commitsOnTheTickAtOrAfter(microseconds: Int64, tick: Int) {
        let event = ShowEvent(at: .microseconds(microseconds), action: .hearts(count: 1))
        #expect(event.tick(at: .fps30) == tick)
    }

    @Test(arguments: FrameRate.supported)
    func findsATicksOwnTimeHoweverItIsRounded(framesPerSecond: Int) throws {
        let rate = try #require(FrameRate(framesPerSecond: framesPerSecond))
        for tick in 0..<1_000 {
            let nearest = rate.time(ofTick: tick).ticks(timescale: 1_000_000, rounding: .nearest)
            #expect(ShowEvent(at: .microseconds(nearest), action: .hearts(count: 1)).tick(at: rate) == tick)
        }
    }
}
