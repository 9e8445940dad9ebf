import Foundation
import MediaModel
import Testing

@testable import Show

/// What holds for any show, tried on shows that are made up.
@Suite struct ReducerPropertyTests {
    @Test(arguments: 0..<24)
    func givesTheSameStateForTheSameEvents(seed: Int) {
        var show = RandomShow(seed: seed)
        var reducer = RandomShow.reducer
        // The twin is asked for the state at ticks in between, as a live driver would, and must not be led astray.
        var twin = RandomShow.reducer
        for _ in 0..<400 {
            let (event, tick) = show.next()
            while let due = twin.nextChange(after: twin.tick), due < tick { twin.advance(toTick: due) }
            let outcome = reducer.apply(event, atTick: tick)
            #expect(twin.apply(event, atTick: tick) == outcome)
            #expect(reducer.state == twin.state)
        }
    }

    @Test(arguments: 0..<24)
    func namesEveryTickAtWhichTheStateChangesByItself(seed: Int) {
        var show = RandomShow(seed: seed)
        var reducer = RandomShow.reducer
        for _ in 0..<40 {
            let (event, tick) = show.next()
            reducer.apply(event, atTick: tick)
        }
        var tick = show.tick
        for _ in 0..<8 {
            let due = reducer.nextChange(after: tick)
            var state = reducer.state
            for later in (tick + 1)..<(due ?? tick + 50) {
                var copy = reducer
                copy.advance(toTick: later)
                // Bursts that have faded are forgotten now and then; nothing of them was to be seen.
                state.hearts.bursts = copy.state.hearts.bursts
                #expect(copy.state == state)
            }
            guard let due else { break }
            reducer.advance(toTick: due)
            tick = due
        }
    }

    @Test(arguments: 0..<24)
    func undoesTheLastEventAsIfItHadNeverBeen(seed: Int) {
        var show = RandomShow(seed: seed)
        var reducer = RandomShow.reducer
        var without = reducer
        for _ in 0..<200 {
            var (event, tick) = show.next()
            without.advance(toTick: tick)
            event.id = event.id ?? "u\(tick)"
            guard reducer.apply(event, atTick: tick) == .applied else { continue }
            // Some time passes before the mistake is seen, so that what follows from it has happened as well.
            let later = tick + 25
            var mended = reducer
            let outcome = mended.apply(ShowEvent(action: .undo(id: event.id ?? "")), atTick: later)
            var expected = without
            expected.advance(toTick: later)
            #expect(outcome == .applied)
            #expect(mended.state == expected.state, "\(event)")
            without.apply(event, atTick: tick)
        }
    }

    @Test(arguments: 0..<16)
    func undoesAnEarlierEventAsIfItHadNeverBeen(seed: Int) throws {
        var show = RandomShow(seed: seed)
        let events = (0..<120).map { _ in show.next() }
        var whole = RandomShow.reducer
        let applied = events.filter { whole.apply($0.event, atTick: $0.tick) == .applied }
        // Events that others were refused or accepted because of aren't comparable: what was refused is not remembered.
        for (victim, _) in applied where victim.id != nil {
            switch victim.action {
            case .poll, .comment, .clear, .price: continue
            default: break
            }
            var mended = whole
            let outcome = mended.apply(ShowEvent(action: .undo(id: try #require(victim.id))), atTick: show.tick)
            var without = RandomShow.reducer
            for (event, tick) in applied where event != victim { without.apply(event, atTick: tick) }
            without.advance(toTick: show.tick)
            #expect(outcome == .applied)
            #expect(mended.state == without.state)
        }
    }

    @Test(arguments: 0..<8)
    func appliesEveryIDOnce(seed: Int) {
        var show = RandomShow(seed: seed)
        var reducer = RandomShow.reducer
        for _ in 0..<300 {
            let (event, tick) = show.next()
            guard reducer.apply(event, atTick: tick) == .applied, event.id != nil else { continue }
            let state = reducer.state
            #expect(reducer.apply(event, atTick: tick) == .repeated)
            #expect(reducer.state == state)
        }
    }

    @Test func staysBoundedOverAHundredThousandEvents() {
        var show = RandomShow(seed: 5)
        var reducer = RandomShow.reducer
        for _ in 0..<100_000 {
            let (event, tick) = show.next(mostTicksApart: 4)
            reducer.apply(event, atTick: tick)
        }
        let state = reducer.state
        #expect(state.comments.recent.count <= CommentsState.maximumRecent)
        #expect(state.stamps.count <= 8)
        #expect(state.hearts.bursts.count <= 120)
        #expect(state.visibility.count == RandomShow.layers.count)
        #expect(reducer.rememberedCount <= 2 * (256 + 512 + 512))
    }
}
