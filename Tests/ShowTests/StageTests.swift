import Foundation
import MediaModel
import Testing

@testable import Show

/// What happens on stage, by events and by itself. Ticks are of 30 a second.
@Suite struct LayerContextTests {
    private let cup = Product(id: "cup", name: "Cup", price: 39, currency: "USD", stock: 9)
    private let mug = Product(id: "mug", name: "Mug", price: 12, currency: "USD")

    private func reducer(_ layers: [Layer] = RandomShow.layers, start: WallTime? = nil) -> ShowReducer {
        ShowReducer(frameRate: .fps30, layers: layers, start: start)
    }

    private func apply(_ action: ShowEvent.Action, to reducer: inout ShowReducer, at tick: Int) -> EventOutcome {
        reducer.apply(ShowEvent(action: action), atTick: tick)
    }

    private func sentence(_ outcome: EventOutcome) -> String? {
        guard case .refused(let error) = outcome else { return nil }
        return error.description
    }

    // MARK: - The bed

    @Test func playsStopsAndSkipsTheBed() {
        var reducer = reducer()
        #expect(reducer.state.bed == BedState())
        #expect(apply(.bed(.stop), to: &reducer, at: 10) == .applied)
        #expect(!reducer.state.bed.isPlaying && reducer.state.bed.begin == .zero)
        #expect(reducer.apply(ShowEvent(id: "n", action: .bed(.next)), atTick: 20) == .applied)
        var next = BedState()
        (next.skips, next.begin) = (1, reducer.frameRate.time(ofTick: 20))
        #expect(reducer.state.bed == next)
        #expect(reducer.apply(ShowEvent(action: .undo(id: "n")), atTick: 30) == .applied)
        #expect(!reducer.state.bed.isPlaying && reducer.state.bed.begin == .zero)
    }

    // MARK: - Price

    @Test func showsProductsInTurn() {
        var reducer = reducer()
        #expect(apply(.price(.show([cup, mug], interval: .seconds(2))), to: &reducer, at: 10) == .applied)
        #expect(reducer.nextChange(after: 10) == 70)
        reducer.advance(toTick: 69)
        #expect(reducer.state.price.current == cup)
        reducer.advance(toTick: 130)
        let expected = PriceState(current: cup, previous: mug, changedAt: 130, products: [cup, mug], index: 0)
        #expect(reducer.state.price == expected)
        #expect(apply(.price(.show(mug)), to: &reducer, at: 140) == .applied)
        #expect(reducer.state.price == PriceState(current: mug, previous: cup, changedAt: 140))
    }

    @Test func changesAProductInItsPlace() {
        var reducer = reducer()
        #expect(sentence(apply(.price(.stock(1)), to: &reducer, at: 0)) == "productId: no product is on screen")
        #expect(apply(.price(.show([cup, mug], interval: .seconds(2))), to: &reducer, at: 0) == .applied)
        #expect(
            sentence(apply(.price(.soldOut()), to: &reducer, at: 1)) == "productId: missing: which of the products?")
        #expect(
            sentence(apply(.price(.stock(1, productID: "hat")), to: &reducer, at: 1))
                == "productId: no product \"hat\" is on screen")
        #expect(apply(.price(.soldOut(productID: "mug")), to: &reducer, at: 1) == .applied)
        #expect(apply(.price(.stock(0, productID: "cup")), to: &reducer, at: 5) == .applied)
        let price = reducer.state.price
        #expect(price.current?.stock == 0 && price.current?.isSoldOut == true && price.changedAt == 5)
        #expect(price.previous == cup)
        reducer.advance(toTick: 60)
        #expect(reducer.state.price.current?.id == "mug" && reducer.state.price.current?.isSoldOut == true)
    }

    // MARK: - Poll

    @Test func endsAPollByItselfAndShowsTheWinnersProduct() {
        var reducer = reducer()
        let poll = Poll(
            id: "p", question: "?", options: [Poll.Option(text: "a"), Poll.Option(text: "b", product: mug)],
            duration: .seconds(2), onEnd: [.nameplate(Nameplate(name: "end"))])
        #expect(apply(.poll(.open(poll)), to: &reducer, at: 30) == .applied)
        #expect(apply(.poll(.vote(option: 1, count: 2, pollID: "p")), to: &reducer, at: 40) == .applied)
        #expect(apply(.poll(.vote(option: 0)), to: &reducer, at: 50) == .applied)
        #expect(reducer.state.poll.current?.votes == [1, 2])
        #expect(reducer.state.poll.current?.votesBefore == [0, 2])
        #expect(reducer.state.poll.current?.winner == nil)
        #expect(
            sentence(apply(.poll(.vote(option: 2)), to: &reducer, at: 51))
                == "option: the poll has 2 options, this is number 3")
        #expect(
            sentence(apply(.poll(.vote(option: 0, pollID: "q")), to: &reducer, at: 51)) == "poll: poll \"q\" isn't open"
        )
        #expect(reducer.nextChange(after: 51) == 90)
        // The end comes before what else happens on its tick.
        #expect(sentence(apply(.poll(.vote(option: 0, count: 9)), to: &reducer, at: 90)) == "poll: no poll is open")
        #expect(reducer.state.poll.current?.winner == 1)
        #expect(reducer.state.price.current == mug)
        #expect(reducer.state.nameplate.current?.name == "end")
        #expect(reducer.nextChange(after: 90) == 90 + 6 * 30)
        reducer.advance(toTick: 270)
        #expect(reducer.state.poll.current == nil && reducer.state.poll.previous?.votes == [1, 2])
    }

    @Test func undoesAPollWithAllThatFollowedFromIt() {
        var reducer = reducer()
        #expect(apply(.price(.show(cup)), to: &reducer, at: 0) == .applied)
        let poll = Poll(
            question: "?", options: [Poll.Option(text: "a", product: mug), Poll.Option(text: "b")],
            duration: .seconds(3))
        reducer.apply(ShowEvent(id: "p", action: .poll(.open(poll))), atTick: 1)
        for tick in 2..<80 { #expect(apply(.poll(.vote(option: 0)), to: &reducer, at: tick) == .applied) }
        reducer.advance(toTick: 100)
        #expect(reducer.state.price.current == mug)
        #expect(apply(.undo(id: "p"), to: &reducer, at: 101) == .applied)
        #expect(reducer.state.price == PriceState(current: cup))
        #expect(reducer.state.poll == Timed())
        #expect(apply(.undo(id: "p"), to: &reducer, at: 102) == .repeated)
        #expect(sentence(apply(.undo(id: "x"), to: &reducer, at: 102)) == "id: event \"x\" hasn't happened")
    }

    @Test func canUndoAPriceAfterAStormOfHeartsCommentsAndVotes() {
        var reducer = reducer()
        reducer.apply(ShowEvent(id: "e", action: .price(.show(cup))), atTick: 0)
        _ = apply(
            .poll(.open(Poll(question: "?", options: [.init(text: "a"), .init(text: "b")]))), to: &reducer, at: 1)
        for number in 1...5_000 {
            _ = apply(.hearts(count: 1), to: &reducer, at: number)
            _ = apply(.comment(.show(Comment(text: "hi"))), to: &reducer, at: number)
            _ = apply(.poll(.vote(option: number % 2)), to: &reducer, at: number)
        }
        #expect(apply(.undo(id: "e"), to: &reducer, at: 5_001) == .applied)
        #expect(reducer.state.price == PriceState())
        #expect(reducer.state.hearts.total == 5_000)
        #expect(reducer.state.poll.current?.votes == [2_500, 2_500])
    }

    // MARK: - Countdown, recap, slate, coupon

    @Test func countsRoundsAndActsAtZero() {
        var reducer = reducer()
        let rounds = Countdown(.rounds(count: 2, work: .seconds(2), rest: .seconds(1)), onZero: [.price(.show(mug))])
        #expect(apply(.countdown(rounds), to: &reducer, at: 0) == .applied)
        var phases: [CountdownRun.Phase] = []
        while let run = reducer.state.countdown.current, let tick = reducer.nextChange(after: reducer.tick) {
            if phases.last != run.phase { phases.append(run.phase) }
            reducer.advance(toTick: tick)
        }
        typealias Phase = CountdownRun.Phase
        #expect(
            phases == [
                Phase(kind: .work, round: 1, start: 0, end: 60), Phase(kind: .rest, round: 1, start: 60, end: 90),
                Phase(kind: .work, round: 2, start: 90, end: 150),
            ])
        #expect(reducer.state.price.current == mug && reducer.state.price.changedAt == 150)
        // Zero stays for three seconds.
        #expect(reducer.state.countdown.changedAt == 240)
    }

    @Test func countsDownToTheClockOnTheWall() throws {
        let start = try #require(WallTime(rfc3339: "2026-11-22T19:59:50+09:00"))
        let eight = try #require(WallTime(rfc3339: "2026-11-22T20:00:00+09:00"))
        var reducer = reducer(start: start)
        #expect(apply(.countdown(Countdown(.wallTime(eight))), to: &reducer, at: 33) == .applied)
        #expect(reducer.state.countdown.current?.zeroAt == 300)
        #expect(apply(.coupon(Coupon(code: "a", expires: eight)), to: &reducer, at: 34) == .applied)
        reducer.advance(toTick: 300)
        #expect(reducer.state.coupon == Timed(previous: Coupon(code: "a", expires: eight), changedAt: 300))
        #expect(
            sentence(apply(.countdown(Countdown(.wallTime(start))), to: &reducer, at: 301)) == "to: this time is past")
        var timeless = self.reducer()
        #expect(
            sentence(apply(.countdown(Countdown(.wallTime(eight))), to: &timeless, at: 0))
                == "to: an absolute time needs the programme's start, which isn't known")
    }

    @Test func repeatsTheRecap() {
        let recap = Recap(lines: ["a"], every: .seconds(60), duration: .seconds(5))
        var reducer = reducer([.recap(RecapLayer(recap: recap))])
        var ticks: [Int] = []
        var tick = 0
        while ticks.count < 4, let next = reducer.nextChange(after: tick) {
            reducer.advance(toTick: next)
            ticks.append(next)
            tick = next
        }
        #expect(ticks == [1_800, 1_950, 3_600, 3_750])
        // On demand it is shown at once, and its next time counts from then.
        #expect(apply(.layer(name: "recap", isShown: true), to: &reducer, at: 4_000) == .applied)
        #expect(reducer.state.recap.lines == Timed(current: ["a"], changedAt: 4_000))
        #expect(apply(.clear(layer: "recap"), to: &reducer, at: 4_001) == .applied)
        #expect(reducer.nextChange(after: 4_001) == nil)
        #expect(sentence(apply(.recap(.show), to: &reducer, at: 4_002)) == "action: there is no recap to show yet")
    }

    @Test func startsWithTheSlateOfThePreset() {
        let slate = Slate(.startingSoon, until: .duration(.seconds(10)))
        var box = SlateLayer.standardBox
        box.isHidden = true
        var reducer = reducer([.slate(SlateLayer(box: box, initial: slate))])
        #expect(reducer.state.slate.current == SlateRun(slate: slate, end: 300))
        #expect(reducer.state.visibility(of: "slate") == LayerVisibility(isShown: false))
        #expect(apply(.layer(name: "slate", isShown: true), to: &reducer, at: 9) == .applied)
        #expect(reducer.state.visibility(of: "slate") == LayerVisibility(isShown: true, changedAt: 9))
        reducer.advance(toTick: 300)
        #expect(reducer.state.slate.current == nil && reducer.state.slate.changedAt == 300)
    }

    @Test func refusesNamesThatThePresetDoesNotHave() {
        var reducer = reducer()
        #expect(
            sentence(apply(.layer(name: "coupn", isShown: true), to: &reducer, at: 0))
                == "name: unknown layer \"coupn\"; did you mean \"coupon\"?")
        #expect(
            sentence(apply(.hearts(count: 1, icon: "bear"), to: &reducer, at: 0))
                == "icon: unknown icon \"bear\"; expected one of heart, star, sparkle")
        let poll = Poll(
            question: "?", options: [.init(text: "a", events: [.clear(layer: "x")]), .init(text: "b")],
            onEnd: [.recap(.show), .clear(layer: "y")])
        let hint = "expected one of \(RandomShow.layers.map(\.box.name).joined(separator: ", "))"
        #expect(
            sentence(apply(.poll(.open(poll)), to: &reducer, at: 0))
                == "options[0].events[0].layer: unknown layer \"x\"; \(hint)")
        #expect(reducer.state == self.reducer().state)
        // A mended event may have the same id.
        let bad = ShowEvent(id: "e", action: .clear(layer: "x"))
        #expect(reducer.apply(bad, atTick: 1) != .applied)
        #expect(reducer.apply(ShowEvent(id: "e", action: .clear(layer: "price")), atTick: 1) == .applied)
    }

    // MARK: - Comments

    @Test func removesAPinnedCommentWithoutAFlashOfTheOneBefore() {
        var reducer = reducer()
        let (first, second) = (Comment(id: "c-1", text: "one"), Comment(id: "c-2", text: "two"))
        reducer.apply(ShowEvent(id: "c-1", action: .comment(.show(first, isPinned: true))), atTick: 0)
        reducer.apply(ShowEvent(id: "c-2", action: .comment(.show(second, isPinned: true))), atTick: 9)
        // Long after the first one has left, it must not leave once more.
        #expect(apply(.comment(.remove(id: "c-2")), to: &reducer, at: 90) == .applied)
        #expect(reducer.state.comments.pinned == Timed(changedAt: 90))
        // On the very tick that it was taken the place of, it is still on its way out.
        reducer.apply(
            ShowEvent(id: "c-3", action: .comment(.show(Comment(id: "c-3", text: "3"), isPinned: true))), atTick: 99)
        reducer.apply(
            ShowEvent(id: "c-4", action: .comment(.show(Comment(id: "c-4", text: "4"), isPinned: true))), atTick: 120)
        #expect(apply(.comment(.remove(id: "c-4")), to: &reducer, at: 120) == .applied)
        #expect(reducer.state.comments.pinned.previous?.id == "c-3")
    }

    @Test func removesACommentFromEverywhere() {
        var reducer = reducer()
        let first = Comment(id: "c-1", text: "one"), second = Comment(id: "c-2", text: "two")
        reducer.apply(ShowEvent(id: "c-1", action: .comment(.show(first, isPinned: true))), atTick: 0)
        reducer.apply(ShowEvent(id: "c-2", action: .comment(.show(second, isPinned: true))), atTick: 9)
        #expect(reducer.state.comments.pinned == Timed(current: second, previous: first, changedAt: 9))
        #expect(apply(.comment(.remove(id: "c-1")), to: &reducer, at: 10) == .applied)
        #expect(reducer.state.comments.pinned == Timed(current: second, changedAt: 9))
        #expect(reducer.state.comments.recent.map(\.comment) == [second])
        #expect(apply(.comment(.remove(id: "c-2")), to: &reducer, at: 11) == .applied)
        #expect(reducer.state.comments == CommentsState(pinned: Timed(changedAt: 11)))
        // One that is removed before it comes doesn't come.
        #expect(apply(.comment(.remove(id: "c-3")), to: &reducer, at: 12) == .applied)
        let late = ShowEvent(id: "c-3", action: .comment(.show(Comment(id: "c-3", text: "three"))))
        #expect(reducer.apply(late, atTick: 13) == .repeated)
        #expect(
            sentence(apply(.comment(.pin(id: "c-1")), to: &reducer, at: 14))
                == "id: no comment \"c-1\" among the last that were shown")
    }
}
