import Foundation
import HLS
import MediaModel
@testable import Show
import Testing

@testable import Broadcast

@Suite struct DateRangeMapperTests {
    private static let rate = FrameRate(framesPerSecond: 30)!
    private let cup: Product = {
        var cup = Product(id: "cup", name: "Cup", price: Decimal(string: "39.8")!, currency: "USD", stock: 9)
        cup.url = "https://shop/cup"
        return cup
    }()

    private func state(_ product: Product? = nil, coupon: Coupon? = nil, poll: PollRound? = nil) -> ShowState {
        ShowState(price: PriceState(current: product), poll: Timed(current: poll), coupon: Timed(current: coupon))
    }

    @Test func tellsEachChangeOnceAndItsEnd() {
        var ranges = DateRangeMapper(frameRate: Self.rate, language: "ja")
        #expect(ranges.changes(to: state(), atTick: 0) == [])
        let shown = ranges.changes(to: state(cup), atTick: 30)
        #expect(shown.map(\.subject) == ["product"])
        #expect(
            shown[0].facts == [
                PlayerFact("ID", .text("cup")), PlayerFact("NAME", .text("Cup")),
                PlayerFact("PRICE", .amount(Decimal(string: "39.8")!)), PlayerFact("CURRENCY", .text("USD")),
                PlayerFact("URL", .address("https://shop/cup")), PlayerFact("STOCK", .count(9), isFrequent: true),
            ])
        #expect(ranges.changes(to: state(cup), atTick: 60) == [])
        let both = ranges.changes(to: state(coupon: Coupon(code: "TEN")), atTick: 90)
        #expect(both.map(\.subject) == ["product", "coupon"])
        #expect(both.map(\.facts) == [nil, [PlayerFact("CODE", .text("TEN"))]])
    }

    @Test func everyOrderIsNotARange() {
        var ranges = DateRangeMapper(frameRate: Self.rate, language: "ja")
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
        #expect(ranges.changes(to: state(product), atTick: 301).first?.facts?.last == PlayerFact("STOCK", .count(0)))
        product.price = 20
        #expect(ranges.changes(to: state(product), atTick: 302).count == 1)
    }

    @Test func aPollIsOverWhenNobodyCanVote() {
        var ranges = DateRangeMapper(frameRate: Self.rate, language: "ja")
        var round = PollRound(poll: Poll(id: "p", question: "Red?", options: [.init(text: "Yes"), .init(text: "No")]))
        #expect(
            ranges.changes(to: state(poll: round), atTick: 1).first?.facts == [
                PlayerFact("ID", .text("p")), PlayerFact("NAME", .text("Red?")),
                PlayerFact("OPTION-1", .text("Yes")), PlayerFact("OPTION-2", .text("No")),
            ])
        round.closedAt = 5
        let end = ranges.changes(to: state(poll: round), atTick: 5)
        #expect(end.count == 1 && end[0].facts == nil)
    }

    @Test func datesAreThoseOfTheTick() throws {
        let start = try #require(ProgramDateTime(parsing: "2026-11-22T20:00:00.000Z"))
        let range = ShownRange(subject: "coupon", tick: 45, facts: [PlayerFact("CODE", .text("TEN"))])
            .dateRange(run: "run", start: start, frameRate: Self.rate)
        #expect("\(range.start)" == "2026-11-22T20:00:01.500Z")
        #expect(range.id == "coupon-run-45" && range.category == "com.tatecast.coupon" && range.end == .onNext)
    }

    /// Players read attributes of these names: none may change.
    @Test func saysWhatItSaysToTheByte() throws {
        var product = cup
        product.originalPrice = 50
        product.name = "A \"cup\""
        let state = ShowState(
            price: PriceState(current: product),
            poll: Timed(
                current: PollRound(poll: Poll(id: "p", question: "?", options: [.init(text: "a"), .init(text: "b")]))),
            coupon: Timed(current: Coupon(code: "TEN", condition: "from 50", url: "https://shop/c")))
        var ranges = DateRangeMapper(frameRate: Self.rate, language: "ja")
        let start = try #require(ProgramDateTime(parsing: "2026-11-22T20:00:00.000Z"))
        let told = ranges.changes(to: state, atTick: 3).map { shown in
            shown.dateRange(run: "r", start: start, frameRate: Self.rate).attributes.map { "\($0.name)" }
                .joined(separator: " ").replacing("X-COM-TATECAST-", with: "")
        }
        #expect(
            told == [
                "ID NAME PRICE ORIGINAL-PRICE CURRENCY URL STOCK", "CODE NAME URL", "ID NAME OPTION-1 OPTION-2",
            ])
    }

    @Test func anAddressIsWholeOrNotThere() throws {
        let start = try #require(ProgramDateTime(parsing: "2026-11-22T20:00:00.000Z"))
        let long = "https://shop.example/" + String(repeating: "a", count: 3_000)
        let range = ShownRange(
            subject: "product", tick: 0, facts: [PlayerFact("URL", .address(long)), PlayerFact("NAME", .text(""))])
        #expect(range.dateRange(run: "run", start: start, frameRate: Self.rate).attributes.isEmpty)
    }
}
