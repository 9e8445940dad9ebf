import Foundation
import MediaModel
@testable import Show
import Testing

@Suite struct ShowReducerTests {
    private let cup = Product(id: "cup", name: "Cup", price: 3980, currency: "JPY")
    private let sale = Product(id: "cup", name: "Cup", price: 1980, originalPrice: 3980, currency: "JPY")

    private func reducer(_ hearts: HeartsLayer = HeartsLayer()) -> ShowReducer {
        ShowReducer(frameRate: .fps30, layers: [.price(PriceLayer()), .hearts(hearts)])
    }

    @Test func remembersThePriceBeforeForItsExit() {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 15)
        #expect(reducer.state.price == PriceState(current: cup, previous: nil, changedAt: 15))
        reducer.apply(ShowEvent(action: .price(.show(sale))), atTick: 120)
        #expect(reducer.state.price == PriceState(current: sale, previous: cup, changedAt: 120))
        reducer.apply(ShowEvent(action: .price(.hide)), atTick: 200)
        #expect(reducer.state.price == PriceState(current: nil, previous: sale, changedAt: 200))
    }

    @Test func leavesThePriceAloneThatIsShownAlready() {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 15)
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 120)
        #expect(reducer.state.price.changedAt == 15)
    }

    @Test func makesOneChangeOfTheEventsOfOneTick() {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: .price(.show(cup))), atTick: 0)
        reducer.apply(ShowEvent(action: .price(.show(sale))), atTick: 0)
        #expect(reducer.state.price == PriceState(current: sale, previous: nil, changedAt: 0))
        reducer.apply(ShowEvent(action: .price(.hide)), atTick: 9)
        reducer.apply(ShowEvent(action: .price(.show(sale))), atTick: 9)
        #expect(reducer.state.price == PriceState(current: sale, previous: nil, changedAt: 0))
    }

    @Test func appliesAnIDOnce() {
        var reducer = reducer()
        let event = ShowEvent(id: "e-1", action: .hearts(count: 5))
        let first = reducer.apply(event, atTick: 1)
        let once = reducer.state
        let second = reducer.apply(event, atTick: 2)
        #expect(first == .applied && second == .repeated)
        #expect(reducer.state == once)
        // An id is forgotten only after so many others.
        for number in 0..<65_535 { reducer.apply(ShowEvent(id: "n\(number)", action: .price(.hide)), atTick: 3) }
        let stillKnown = reducer.apply(event, atTick: 3)
        reducer.apply(ShowEvent(id: "one more", action: .price(.hide)), atTick: 3)
        let forgotten = reducer.apply(event, atTick: 3)
        #expect(stillKnown == .repeated && forgotten == .applied)
    }

    @Test func letsASmallBurstRiseAsAStream() throws {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: .hearts(count: 37)), atTick: 60)
        let burst = try #require(reducer.state.hearts.bursts.first)
        #expect(burst.drawn == 37)
        #expect(burst.departure(of: 0) == 60)
        // The last leaves 0.87 s after the first.
        #expect(burst.departure(of: 36) == 86)
        #expect(reducer.state.hearts == HeartsState(bursts: [burst], total: 37, countedAt: 60))
    }

    @Test func drawsNoMoreHeartsThanFitAndCountsTheRest() {
        var reducer = reducer()
        for tick in 0..<30 { reducer.apply(ShowEvent(action: .hearts(count: tick == 0 ? 1_000 : 310)), atTick: tick) }
        #expect(reducer.state.hearts.total == 9_990)
        #expect(reducer.state.hearts.bursts.map(\.drawn) == [120])
    }

    @Test func onlyCountsWithoutAHeartsLayer() {
        var reducer = ShowReducer(frameRate: .fps30, layers: [])
        reducer.apply(ShowEvent(action: .hearts(count: .max)), atTick: 1)
        reducer.apply(ShowEvent(action: .hearts(count: 5)), atTick: 1)
        #expect(reducer.state.hearts == HeartsState(bursts: [], total: .max, countedAt: 1))
    }

    @Test func forgetsBurstsThatHaveFaded() {
        var reducer = reducer()
        reducer.apply(ShowEvent(action: .hearts(count: 1)), atTick: 0)
        reducer.apply(ShowEvent(action: .hearts(count: 1)), atTick: 83)
        #expect(reducer.state.hearts.bursts.map(\.start) == [0, 83])
        reducer.apply(ShowEvent(action: .price(.hide)), atTick: 84)
        #expect(reducer.state.hearts.bursts.map(\.start) == [83])
    }

    @Test(arguments: 0..<24)
    func keepsItsPromisesForAnyEvents(seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let layer = HeartsLayer(
            lifetime: .milliseconds(Int64.random(in: 100...4_000, using: &random)),
            maximum: Int.random(in: 1...150, using: &random))
        let rate = try #require(FrameRate(framesPerSecond: FrameRate.supported.randomElement(using: &random) ?? 30))
        var reducer = ShowReducer(frameRate: rate, layers: [.hearts(layer)])
        var twin = reducer
        let lifetime = layer.lifetimeTicks(at: rate)
        let busyness = Int.random(in: 1...20, using: &random)

        var everyBurst: [HeartBurst] = []
        var total = 0
        for tick in 0..<600 where Int.random(in: 0..<20, using: &random) < busyness {
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let count = Int.random(in: 1...(Bool.random(using: &random) ? 8 : 5_000), using: &random)
                total += count
                let before = Set(reducer.state.hearts.bursts)
                let event = ShowEvent(action: .hearts(count: count))
                reducer.apply(event, atTick: tick)
                twin.apply(event, atTick: tick)
                everyBurst += reducer.state.hearts.bursts.filter { !before.contains($0) }
            }
            #expect(reducer.state.hearts.total == total)
            // What pruning left is all that can still be seen, at this tick and at later ones.
            for later in [tick, tick + lifetime / 2, tick + lifetime] {
                let kept = reducer.state.hearts.bursts.map { visibleHearts(of: $0, at: later, lifetime) }
                let all = everyBurst.map { visibleHearts(of: $0, at: later, lifetime) }
                #expect(kept.filter { !$0.isEmpty } == all.filter { !$0.isEmpty })
            }
        }
        #expect(reducer.state == twin.state)
        #expect(Set(everyBurst.map(\.seed)).count == everyBurst.count)
        for tick in 0..<(600 + 2 * lifetime) {
            let visible = everyBurst.reduce(0) { $0 + visibleHearts(of: $1, at: tick, lifetime).count }
            #expect(visible <= layer.maximum)
            #expect(visible == everyBurst.reduce(0) { $0 + $1.alive(atTick: tick, lifetime: lifetime) })
        }
    }

    /// The hearts on screen, found the slow way: by the rule itself.
    private func visibleHearts(of burst: HeartBurst, at tick: Int, _ lifetime: Int) -> [Int] {
        (0..<burst.drawn).filter { index in
            let departure = burst.start + index * burst.spread / burst.drawn
            return departure <= tick && tick < departure + lifetime
        }
    }
}
