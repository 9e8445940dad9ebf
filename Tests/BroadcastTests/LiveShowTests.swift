import Foundation
import MediaModel
import MediaTesting
import Overlay
@testable import Show
import Testing

@testable import Broadcast

@Suite(.timeLimit(.minutes(1))) struct LiveShowTests {
    private static let cup =
        #"{"type":"price","id":"p","product":{"id":"cup","name":"Cup","price":3980,"currency":"JPY","stock":9}}"#
    private static let layers: [Layer] = [.price(PriceLayer()), .hearts(HeartsLayer()), .poll(PollLayer())]

    private static func hearts(_ count: Int) -> String { #"{"type":"hearts","count":\#(count)}"# }

    private static func stock(_ count: Int) -> String { #"{"type":"price","action":"stock","stock":\#(count)}"# }

    // MARK: - Now

    @Test func commitsOnTheFirstTickThatTheComposerFindsInTime() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            bench.compose(through: 9)
            #expect(try await bench.send(Self.cup) == [.committed(ShowBench.time(12))])
            #expect(bench.state.price.current?.id == "cup" && bench.state.price.changedAt == 12)
            #expect(bench.compose(through: 11) == .nothing)
            #expect(bench.compose(through: 12) == .change)
            // Hearts more are nothing that has to be seen on its very tick.
            #expect(try await bench.send(Self.hearts(3)) == [.committed(ShowBench.time(15))])
            #expect(bench.compose(through: 15) == .detail)
            #expect(try await bench.send(Self.cup) == [.repeated(ShowBench.time(12))])
        }
    }

    @Test func commitsWhatComesTogetherOnOneTick() async throws {
        let bench = try ShowBench(Self.layers)
        let heard = bench.context.events.listen()
        // Before the programme begins, they wait for it.
        let first = Task { try await bench.send(Self.cup) }
        let second = Task { try await bench.send(Self.hearts(2), Self.hearts(5)) }
        try await bench.run { () async throws in
            let answers = try await first.value + second.value
            #expect(answers == Array(repeating: .committed(ShowBench.time(2)), count: 3))
        }
        bench.context.events.close()
        var (count, hearts) = (0, 0)
        for await event in heard {
            guard case .committed(let more, let moreHearts, _, _) = event else { continue }
            (count, hearts) = (count + more, hearts + moreHearts)
        }
        #expect(count == 3 && hearts == 7)
    }

    @Test func refusesWhatIsNotPreparedInTime() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            bench.time.wait(until: 700_000_000)
            let answers = try await bench.send(Self.cup, Self.hearts(4), time: 100_000_000)
            #expect(
                answers == [
                    .busy("it took more than half a second to prepare; it is prepared now, so send it again"),
                    // They need no preparation.
                    .committed(ShowBench.time(2)),
                ])
            #expect(bench.state.price.current == nil && bench.state.hearts.total == 4)
            #expect(bench.context.status.snapshot.refusedEvents == 1)
            #expect(try await bench.send(Self.cup) == [.committed(ShowBench.time(2))])
        }
    }

    @Test func refusesAloneWhatCanNotBeDrawn() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            let photo =
                #"{"type":"price","product":{"id":"mug","name":"Mug","price":1,"currency":"JPY","image":"none.png"}}"#
            let answers = try await bench.send(Self.cup, photo)
            guard case .refused(let reason) = answers[1] else {
                Issue.record("\(answers[1])")
                return
            }
            #expect(reason.contains("none.png"))
            #expect(answers[0] == .committed(ShowBench.time(2)))
            #expect(bench.state.price.current?.id == "cup")
        }
    }

    @Test func takesBackWhatIsUndone() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            _ = try await bench.send(Self.cup)
            #expect(try await bench.send(#"{"type":"undo","id":"p"}"#) == [.committed(ShowBench.time(2))])
            #expect(bench.state.price.current == nil)
            #expect(try await bench.send(#"{"type":"undo","id":"p"}"#) == [.repeated(nil)])
        }
    }

    // MARK: - Later

    @Test func commitsWhatHasATimeOnItsTick() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            let heard = bench.context.events.listen()
            let later = Self.cup.replacing("{\"type\"", with: "{\"at\":2,\"type\"")
            #expect(try await bench.send(later) == [.scheduled(ShowBench.time(60))])
            #expect(try await bench.send(later) == [.repeated(ShowBench.time(60))])
            bench.compose(through: 56)
            try await bench.settle()
            #expect(bench.state.price.current == nil)
            // Nobody asks for anything: the composer's tick alone wakes the show.
            bench.compose(through: 57)
            var events = heard.makeAsyncIterator()
            #expect(await events.next() == .committed(count: 1, ids: ["p"], at: ShowBench.time(60)))
            #expect(bench.state.price.changedAt == 60)
            #expect(bench.compose(through: 60) == .change)
        }
    }

    @Test func knowsTimesOfDayOnceTheProgrammeHasBegun() async throws {
        let json = #"{"at":"2027-01-15T08:00:03Z","type":"hearts","count":3}"#
        let bench = try ShowBench(
            Self.layers, timeline: [LiveEvent(try EventDecoder().decode(json.utf8), json: json)])
        try await bench.run { () async throws in
            let heard = bench.context.events.listen()
            bench.compose(through: 87)
            var events = heard.makeAsyncIterator()
            #expect(await events.next() == .committed(count: 1, hearts: 3, ids: [], at: .seconds(3)))
            let answers = try await bench.send(#"{"at":"2027-01-15T08:00:10.5Z","type":"hearts","count":1}"#)
            #expect(answers == [.scheduled(.milliseconds(10_500))])
        }
    }

    @Test func endsAPollByItself() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            let poll =
                #"{"type":"poll","action":"open","id":"q","question":"Which?","options":[{"text":"A"},{"text":"B"}],"duration":5}"#
            let answers = try await bench.send(poll)
            try #require(answers == [.committed(ShowBench.time(2))], "\(answers)")
            let end = try #require(bench.state.poll.current?.endsAt)
            bench.compose(through: end - 4)
            try await bench.settle()
            #expect(bench.state.poll.current?.closedAt == nil)
            bench.compose(through: end - 3)
            while bench.state.poll.current?.closedAt == nil { await Task.yield() }
            #expect(bench.state.poll.current?.closedAt == end)
        }
    }

    /// What is told of seldom comes when its time has, though nobody asks for anything.
    @Test func tellsPlaylistsOfStockEveryTwoSeconds() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            _ = try await bench.send(Self.cup)
            #expect(bench.ranges.take().map(\.tick) == [2])
            bench.compose(through: 9)
            _ = try await bench.send(Self.stock(8))
            #expect(bench.ranges.take().isEmpty)
            bench.compose(through: 58)
            try await bench.settle()
            #expect(bench.ranges.take().isEmpty)
            bench.compose(through: 59)
            var told: [ShownRange] = []
            while told.isEmpty {
                await Task.yield()
                told = bench.ranges.take()
            }
            #expect(told.map(\.tick) == [62])
        }
    }

    // MARK: - Presets

    @Test func letsAnotherPresetDrawWhatIsOnStage() async throws {
        let bench = try ShowBench(Self.layers)
        try await bench.run { () async throws in
            _ = try await bench.send(Self.cup)
            bench.compose(through: 9)
            var preset = Preset(name: "second", layers: Self.layers)
            preset.reframe.rotation = 90
            let builder = try SceneBuilder(preset: preset, canvas: ShowBench.canvas)
            #expect(await bench.put(builder) == .committed(ShowBench.time(12)))
            #expect(bench.context.status.preset?.name == "second")
            #expect(bench.controls.settings.orientation == Orientation(preset.reframe))
            #expect(bench.state.price.current?.id == "cup")
            #expect(bench.compose(through: 12) == .change)
        }
    }

    @Test func refusesAPresetThatCanNotDrawWhatIsOnStage() async throws {
        let folder = try TemporaryFolder()
        try folder.makeMedia("dot.png", "-f lavfi -i color=red:size=32x32 -frames:v 1")
        let bench = try ShowBench(Self.layers, pictures: folder.path)
        try await bench.run { () async throws in
            let photo =
                #"{"type":"price","product":{"id":"mug","name":"Mug","price":1,"currency":"JPY","image":"dot.png"}}"#
            #expect(try await bench.send(photo) == [.committed(ShowBench.time(2))])
            // Of this one, the pictures are elsewhere.
            guard case .refused(.undrawable) = await bench.put(try ShowBench.builder(Self.layers, name: "second"))
            else {
                Issue.record("it is on air")
                return
            }
            #expect(bench.context.status.preset == nil)
        }
    }

    // MARK: - The source

    @Test func putsTheSlateUpWhileTheSourceIsAway() async throws {
        let bench = try ShowBench(Self.layers + [.slate(SlateLayer())], startsWithSource: false)
        try await bench.run { () async throws in
            try await bench.settle()
            #expect(bench.state.slate.current?.slate == Slate(.startingSoon))
            // Nothing has been seen of a source before the first tick.
            bench.inbox.set(source: .live)
            try await bench.settle()
            #expect(bench.state.slate.current != nil)
            bench.compose(through: 9)
            while bench.state.slate.current != nil { await Task.yield() }
            #expect(bench.state.slate.changedAt <= 12)
            bench.compose(through: 19)
            bench.inbox.set(source: .slate)
            while bench.state.slate.current == nil { await Task.yield() }
            #expect(bench.state.slate.current?.slate == Slate(.backSoon))
            #expect(bench.state.slate.changedAt == 22)
        }
    }

    // MARK: - The end

    @Test func refusesAllOnceTheProgrammeIsOver() async throws {
        let bench = try ShowBench(Self.layers)
        bench.clock.cancelStart()
        let sent = Task { try await bench.send(Self.cup) }
        try await bench.run {}
        let answers = try await sent.value
        // Whether it came before the end or after it.
        #expect([[.busy("the programme is over")], [.busy("no room")]].contains(answers))
        #expect(bench.context.status.snapshot.start == nil)
    }
}
