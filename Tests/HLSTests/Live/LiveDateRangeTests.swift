import HLS
import HLSTesting
import MediaModel
import Testing

@Suite struct LiveDateRangeTests {
    private static func date(_ second: Int64) -> ProgramDateTime {
        BroadcastTimeline.start.advanced(by: .seconds(second))
    }

    private static func product(_ id: String, _ second: Int64) -> DateRange {
        DateRange(.product, eventID: id, start: date(second), [.id(id)])
    }

    private static func listed(_ programme: BroadcastTimeline) throws -> [String] {
        let ids = try programme.playlist().dateRanges.map(\.id)
        for rendition in 0..<4 {
            #expect(try programme.playlist(rendition).dateRanges.map(\.id) == ids, "alike in all")
            #expect(try programme.playlist(rendition, isDelta: true).dateRanges.map(\.id) == ids)
            #expect(try programme.plain(rendition).dateRanges.map(\.id) == ids)
        }
        #expect(try programme.iFrames(1).dateRanges.map(\.id) == ids)
        return ids
    }

    @Test func areListedInAllRenditionsUntilTheirEndLeavesTheWindow() throws {
        var programme = BroadcastTimeline(window: .seconds(10))
        programme.addSegments(2)
        try programme.timeline.add(DateRange(.coupon, eventID: "c", start: Self.date(2), lasting: .seconds(3), []))
        try programme.timeline.add(Self.product("p", 1))
        #expect(try Self.listed(programme) == ["p", "c"])
        programme.addSegments(6)
        try programme.timeline.add(Self.product("q", 12))
        #expect(try Self.listed(programme) == ["p", "c", "q"])

        var stayed: [String: ProgramDateTime] = [:]
        for _ in 0..<12 {
            programme.addParts(1)
            let start = try #require(try programme.plain(1).segments.first?.programDateTime)
            for id in try Self.listed(programme) { stayed[id] = start }
        }
        // Window starts are multiples of 1.6 s. "c" ends at 5 s, "p" when "q" starts.
        #expect(stayed["c"] == BroadcastTimeline.start.advanced(by: .milliseconds(4_800)))
        programme.addSegments(8)
        #expect(try Self.listed(programme) == ["q"], "nobody knows when it ends")
    }

    @Test func anEndingRangeLetsTheLastOneGo() throws {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(1)
        try programme.timeline.add(Self.product("p", 1))
        programme.addSegments(5)
        try programme.timeline.add(.ending(.product, eventID: "hide", start: Self.date(9)))
        #expect(try Self.listed(programme) == ["p", "hide"])
        programme.addSegments(8)
        #expect(try Self.listed(programme) == [])
    }

    @Test func refusesAContradiction() throws {
        var programme = BroadcastTimeline()
        programme.addSegments(1)
        try programme.timeline.add(Self.product("p", 1))
        try programme.timeline.add(Self.product("p", 1))
        #expect(try Self.listed(programme) == ["p"])
        let error = #expect(throws: DateRangeRefusal.contradiction(id: "p")) {
            try programme.timeline.add(Self.product("p", 2))
        }
        #expect(error?.description.contains("another identifier") == true)
    }

    @Test func anIdentifierIsUsedOnceAndRangesComeInOrder() throws {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(1)
        try programme.timeline.add(DateRange(.coupon, eventID: "c", start: Self.date(1), lasting: .seconds(1), []))
        try programme.timeline.add(Self.product("p", 1))
        try programme.timeline.add(Self.product("r", 9))
        #expect(throws: DateRangeRefusal.outOfOrder(id: "q")) { try programme.timeline.add(Self.product("q", 5)) }
        programme.addSegments(12)
        #expect(try Self.listed(programme) == ["r"])
        #expect(throws: DateRangeRefusal.contradiction(id: "c")) { try programme.timeline.add(Self.product("c", 20)) }
    }

    @Test func anUnknownEndMayBeToldLater() throws {
        var programme = BroadcastTimeline(window: .seconds(6))
        programme.addSegments(1)
        let attributes = [DateRange.Attribute("X-A", .text("b"))]
        try programme.timeline.add(
            DateRange(id: "u", category: "c", start: Self.date(1), end: .unknown, attributes: attributes))
        programme.addSegments(10)
        #expect(try Self.listed(programme) == ["u"])
        #expect(throws: DateRangeRefusal.self) {
            try programme.timeline.add(DateRange(id: "u", category: "c", start: Self.date(1), end: .at(Self.date(3))))
        }
        try programme.timeline.add(
            DateRange(id: "u", category: "c", start: Self.date(1), end: .at(Self.date(3)), attributes: attributes))
        #expect(try Self.listed(programme) == [])
    }

    /// What hls.js can't take: see `appendRanges`.
    @Test func tellsOfARangeOnceItsSegmentIsWhole() throws {
        var programme = BroadcastTimeline()
        programme.addParts(1)
        try programme.timeline.add(Self.product("o", 0))
        #expect(try programme.playlist().dateRanges.isEmpty)
        programme.addParts(2)
        programme.addSegments(11)
        #expect(try programme.playlist().dateRanges.map(\.id) == ["o"])
        // Twelve segments of 1.6 s.
        programme.addParts(1)
        try programme.timeline.add(Self.product("p", 20))
        for rendition in 0..<4 {
            #expect(try programme.playlist(rendition).dateRanges.map(\.id) == ["o"])
            #expect(try programme.playlist(rendition, isDelta: true).dateRanges.map(\.id) == ["o"])
        }
        programme.addParts(2)
        #expect(try programme.playlist().dateRanges.map(\.id) == ["o", "p"])
    }

    /// 6.2.4: whatever a viewer asks for next, it has the ranges that the last answer had.
    @Test(arguments: [[2, 3, 0, 1], [0, 1, 2, 3]]) func areAlikeAtEveryInstantWhicheverRenditionIsAhead(
        order: [Int]
    ) throws {
        var programme = BroadcastTimeline()
        programme.addSegments(12)
        // Within segment 12, which begins at 19.2 s, and where 13 begins.
        try programme.timeline.add(Self.product("p", 20))
        try programme.timeline.add(
            DateRange(
                .product, eventID: "q", start: BroadcastTimeline.start.advanced(by: .milliseconds(20_800)), [.id("q")]
            ))
        var seen: [[String]] = []
        for _ in 0..<7 {
            for rendition in order {
                programme.add(to: rendition)
                let listed = try Self.liveListed(programme)
                if seen.last != listed { seen.append(listed) }
            }
        }
        #expect(seen == [[], ["p"], ["p", "q"]])
        programme.timeline.end()
        #expect(try Self.liveListed(programme) == ["p", "q"])
    }

    /// Files of the disk are written one by one: those of the same segments say the same, whatever was told between.
    @Test func filesOfTheSameSegmentsHaveTheSameRanges() throws {
        var programme = BroadcastTimeline()
        programme.addSegments(12)
        for _ in 0..<3 { programme.add(to: 2) }
        let sound = try programme.plain(2)
        try programme.timeline.add(Self.product("p", 21))
        for _ in 0..<3 { programme.add(to: 0) }
        let pictures = try programme.plain(0)
        let iFrames = try MediaPlaylist(
            parsing: "\(programme.timeline.plainIFramePlaylist(of: 0))")
        #expect(sound.segments.count == pictures.segments.count && sound.dateRanges.isEmpty)
        #expect(pictures.dateRanges.isEmpty && iFrames.dateRanges.isEmpty)
        for _ in 0..<3 { programme.add(to: 0) }
        #expect(try programme.plain(0).dateRanges.map(\.id) == ["p"])
    }

    /// 6.2.1: as long as a segment in it is listed, which is for ever.
    @Test func aRecordingHasThoseThatLeftTheWindow() throws {
        var programme = BroadcastTimeline(window: .seconds(10), isRecording: true)
        try programme.timeline.add(DateRange(.coupon, eventID: "c", start: Self.date(1), lasting: .seconds(3), []))
        for index in 0..<20 {
            programme.addSegments(2)
            try programme.timeline.add(Self.product("p\(index)", Int64(3 * index)))
        }
        #expect(try programme.playlist().dateRanges.count < 8)
        let all = ["c"] + (0..<20).map { "p\($0)" }
        let unfinished = try MediaPlaylist(
            parsing: "\(programme.timeline.unfinishedRecording(of: 2))")
        #expect(Set(unfinished.dateRanges.map(\.id)) == Set(all) && unfinished.dateRanges.count == 21)
        programme.timeline.end()
        for rendition in 0..<4 {
            let recording = try MediaPlaylist(
                parsing: "\(programme.timeline.recording(of: rendition))")
            #expect(recording.dateRanges.map(\.id).sorted() == all.sorted())
        }
        let iFrames = try MediaPlaylist(
            parsing: "\(programme.timeline.iFrameRecording(of: 1))")
        #expect(iFrames.dateRanges.map(\.id).sorted() == all.sorted())
    }

    /// What all playlists of the origin list.
    private static func liveListed(_ programme: BroadcastTimeline) throws -> [String] {
        let ids = try programme.playlist().dateRanges.map(\.id)
        for rendition in 0..<4 {
            for isDelta in [false, true] {
                #expect(try programme.playlist(rendition, isDelta: isDelta).dateRanges.map(\.id) == ids)
            }
        }
        for rendition in 0..<2 {
            for isDelta in [false, true] {
                let text = programme.timeline.iFramePlaylist(of: rendition, isDelta: isDelta)
                let playlist = try MediaPlaylist(parsing: "\(text)")
                #expect(playlist.dateRanges.map(\.id) == ids, "I-frames")
            }
        }
        return ids
    }

    /// The newest say what there is to buy now.
    @Test func theOldestGoWhereThereAreMoreThanAThousand() throws {
        var programme = BroadcastTimeline(window: .seconds(14_400), isRecording: true)
        programme.addSegments(1)
        try programme.timeline.add(
            DateRange(id: "open", category: "c", start: Self.date(1), end: .unknown, attributes: []))
        try programme.timeline.add(Self.coupon("k", 1))
        for index in 0..<998 { try programme.timeline.add(Self.product("p\(index)", Int64(index + 2))) }
        #expect(programme.timeline.dateRanges.count == 1_000 && programme.timeline.displacedDateRangeCount == 0)
        for index in 998..<1_400 { try programme.timeline.add(Self.product("p\(index)", Int64(index + 2))) }
        #expect(programme.timeline.displacedDateRangeCount == 402)
        programme.addSegments(1_000)

        // Neither that which nobody knows the end of, nor the only one of its class; and the rest still end one another.
        let ids = try Self.listed(programme)
        let expected = ["open", "k"] + (402..<1_400).map { "p\($0)" }
        #expect(ids == expected)
        let products = try programme.playlist().dateRanges.dropFirst(2)
        #expect(products.allSatisfy { $0.end == .onNext } && products.map(\.start) == products.map(\.start).sorted())
        #expect(throws: DateRangeRefusal.contradiction(id: "p0")) {
            try programme.timeline.add(Self.product("p0", 1_500))
        }

        programme.timeline.end()
        let recording = try MediaPlaylist(
            parsing: "\(programme.timeline.recording(of: 0))")
        #expect(recording.dateRanges.count == 1_402, "a recording has them all")
    }

    /// Nobody's are over: a new one comes in all the same.
    @Test func whereNoneIsOverTheOldestGoes() throws {
        var programme = BroadcastTimeline()
        programme.addSegments(1)
        for index in 0..<1_001 {
            try programme.timeline.add(
                DateRange(id: "u\(index)", category: nil, start: Self.date(1), end: .unknown, attributes: []))
        }
        #expect(try Self.listed(programme) == (1...1_000).map { "u\($0)" })
    }

    private static func coupon(_ id: String, _ second: Int64) -> DateRange {
        DateRange(.coupon, eventID: id, start: date(second), [.id(id)])
    }

    @Test func aChangeIsANewVersion() throws {
        var programme = BroadcastTimeline()
        let first = programme.timeline.version
        programme.addSegments(1)
        let second = programme.timeline.version
        try programme.timeline.add(Self.product("p", 1))
        let third = programme.timeline.version
        programme.timeline.end()
        #expect(first < second && second < third && third < programme.timeline.version)
    }
}
