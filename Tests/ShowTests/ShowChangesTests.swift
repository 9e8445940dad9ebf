import MediaModel
@testable import Show
import Testing

@Suite struct ShowChangesTests {
    private func hearts(_ count: Int, at milliseconds: Int64, id: String? = nil) -> ShowEvent {
        ShowEvent(at: .milliseconds(milliseconds), id: id, action: .hearts(count: count))
    }

    @Test func makesOneChangeATick() {
        let timeline = EventTimeline([hearts(4, at: 1_000), hearts(1, at: 34), hearts(2, at: 40), hearts(3, at: 67)])
        let reducer = ShowReducer(frameRate: .fps30, layers: [.hearts(HeartsLayer())])
        let changes = Array(ShowChanges(of: timeline, reducer: reducer))
        #expect(changes.map(\.tick) == [2, 3, 30])
        #expect(changes.map(\.state.hearts.total) == [3, 6, 10])
        #expect(changes.map { $0.state.hearts.bursts.map(\.drawn) } == [[1, 2], [1, 2, 3], [1, 2, 3, 4]])
        #expect(changes[0].events == [hearts(1, at: 34), hearts(2, at: 40)])
    }

    @Test func leavesOutWhatWasAppliedBefore() {
        let timeline = EventTimeline([
            hearts(1, at: 0, id: "a"), hearts(1, at: 500, id: "a"), hearts(1, at: 900, id: "a"), hearts(2, at: 900),
        ])
        let changes = Array(ShowChanges(of: timeline, reducer: ShowReducer(frameRate: .fps30, layers: [])))
        #expect(changes.map(\.tick) == [0, 27])
        #expect(changes.map(\.events.count) == [1, 1])
        #expect(changes.last?.state.hearts.total == 3)
    }

    @Test func isEmptyForAnEmptyTimeline() {
        let reducer = ShowReducer(preset: Preset())
        #expect(Array(ShowChanges(of: EventTimeline(), reducer: reducer)).isEmpty)
    }

    @Test func yieldsWhatHappensByItselfAndWhatWasRefused() {
        let timeline = EventTimeline([
            ShowEvent(
                at: .zero, action: .countdown(Countdown(.duration(.seconds(1)), onZero: [.slate(Slate(.backSoon))]))),
            ShowEvent(at: .seconds(1), action: .clear(layer: "nothing")), hearts(1, at: 2_000),
        ])
        let reducer = ShowReducer(frameRate: .fps30, layers: [.countdown(CountdownLayer())])
        let changes = Array(ShowChanges(of: timeline, reducer: reducer))
        #expect(changes.map(\.tick) == [0, 30, 60, 120])
        #expect(changes.map(\.events.count) == [1, 0, 1, 0])
        #expect(changes.map(\.refusals.count) == [0, 1, 0, 0])
        #expect(changes[1].state.slate.current?.slate.kind == .backSoon)
        #expect(changes[3].state.countdown.current == nil)
    }

    @Test func endsWhereItIsToldTo() {
        let layer = RecapLayer(recap: Recap(lines: ["a"], every: .seconds(10), duration: .seconds(1)))
        let reducer = ShowReducer(frameRate: .fps30, layers: [.recap(layer)])
        let changes = Array(ShowChanges(of: EventTimeline(), reducer: reducer, end: 901))
        #expect(changes.map(\.tick) == [300, 330, 600, 630, 900])
    }
}
