import Foundation
import HLS
import MediaModel
import Show
import Testing

@testable import Broadcast

@Suite struct DateRangeMapperTests {
    private static let rate = FrameRate(framesPerSecond: 30)!
    private let cup = Product(
        id: "cup", name: "Cup", price: Decimal(string: "39.8")!, currency: "USD", stock: 9, url: "https://shop/cup")

    private func state(_ product: Product? = nil, coupon: Coupon? = nil, poll: PollRound? = nil) -> ShowState {
        ShowState(price: PriceState(current: product), poll: Timed(current: poll), coupon: Timed(current: coupon))
    }

    @Test func tellsEachChangeOnceAndItsEnd() {
        var ranges = DateRangeMapper(frameRate: Self.rate)
        #expect(ranges.changes(to: state(), atTick: 0) == [])
        let shown = ranges.changes(to: state(cup), atTick: 30)
        #expect(shown.map(\.subject) == [.product])
        #expect(
            shown[0].facts == [
                .id("cup"), .name("Cup"), .price(DecimalNumber(398, decimals: 1)), .currency("USD"),
                .url("https://shop/cup"), .stock(9),
            ])
        #expect(ranges.changes(to: state(cup), atTick: 60) == [])
        let both = ranges.changes(to: state(coupon: Coupon(code: "TEN")), atTick: 90)
        #expect(both.map(\.subject) == [.product, .coupon])
        #expect(both.map(\.facts) == [nil, [.code("TEN")]])
    }

    @Test func everyOrderIsNotARange() {
        var ranges = DateRangeMapper(frameRate: Self.rate)
        _ = ranges.changes(to: state(cup), atTick: 0)
        var product = cup
        var told = 0
        for tick in 1...300 {
            product.stock = 1_000 - tick
            told += ranges.changes(to: state(product), atTick: tick).count
        }
        #expect(told == 5)
        // But that nothing is left is told at once, and so is another price.
        product.isSalesEnded = true
        #expect(ranges.changes(to: state(product), atTick: 301).first?.facts?.contains(.stock(0)) == true)
        product.price = 20
        #expect(ranges.changes(to: state(product), atTick: 302).count == 1)
    }

    @Test func aPollIsOverWhenNobodyCanVote() {
        var ranges = DateRangeMapper(frameRate: Self.rate)
        var round = PollRound(poll: Poll(id: "p", question: "Red?", options: [.init(text: "Yes"), .init(text: "No")]))
        #expect(
            ranges.changes(to: state(poll: round), atTick: 1).first?.facts == [
                .id("p"), .name("Red?"), .other("OPTION-1", .text("Yes")), .other("OPTION-2", .text("No")),
            ])
        round.closedAt = 5
        let end = ranges.changes(to: state(poll: round), atTick: 5)
        #expect(end.count == 1 && end[0].facts == nil)
    }

    @Test func datesAreThoseOfTheTick() throws {
        let start = try #require(ProgramDateTime(parsing: "2026-11-22T20:00:00.000Z"))
        let range = ShownRange(subject: .coupon, tick: 45, facts: [.code("TEN")])
            .dateRange(run: "run", start: start, frameRate: Self.rate)
        #expect("\(range.start)" == "2026-11-22T20:00:01.500Z")
        #expect(range.id == "coupon-run-45" && range.category == "com.tatecast.coupon" && range.end == .onNext)
    }
}
