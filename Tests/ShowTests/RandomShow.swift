import Foundation
import MediaModel
@testable import Show

/// Shows made up by a generator: every kind of event, sensible and not, at ticks that come in order.
struct RandomShow {
    static let start = WallTime(microseconds: 1_800_000_000_000_000)
    static let layers: [Layer] = [
        .hearts(HeartsLayer()), .price(PriceLayer()), .comment(CommentLayer()), .poll(PollLayer()),
        .countdown(CountdownLayer()), .coupon(CouponLayer()), .nameplate(NameplateLayer()),
        .recap(RecapLayer(recap: Recap(lines: ["a"], every: .seconds(40)))), .stamp(StampLayer()),
        .slate(SlateLayer()), .text(TextLayer(text: "t")), .auction(AuctionLayer()),
    ]
    private static let names = layers.map(\.box.name)

    static var reducer: ShowReducer {
        ShowReducer(frameRate: .fps30, layers: layers, maskedWords: ["bad"], start: start)
    }

    var random: SeededGenerator
    private var number = 0
    private(set) var tick = 0

    init(seed: Int) { random = SeededGenerator(state: UInt64(seed) &* 77) }

    /// The next event and its tick.
    mutating func next(mostTicksApart: Int = 40) -> (event: ShowEvent, tick: Int) {
        number += 1
        tick += chance(3) ? 0 : below(mostTicksApart)
        let hasID = chance(2)
        return (ShowEvent(id: hasID ? "e\(number)" : nil, action: action()), tick)
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    private mutating func chance(_ count: Int) -> Bool { below(count) == 0 }

    private mutating func product() -> Product {
        Product(id: "p\(below(4))", name: "Cup", price: Decimal(below(3)), currency: "JPY", stock: below(3))
    }

    private mutating func action() -> ShowEvent.Action {
        switch below(26) {
        case 0...5: .hearts(count: 1 + below(50), icon: chance(3) ? "star" : nil)
        case 6...8: comment()
        case 9...11: .poll(.vote(option: below(5), count: 1 + below(9)))
        case 12: .poll(.open(poll()))
        case 13: .poll(.close())
        case 14: .price(.show((0...below(3)).map { _ in product() }, interval: .seconds(2)))
        case 15: .price(chance(2) ? .hide : .stock(below(9), productID: "p\(below(4))"))
        case 16: .price(.soldOut(productID: chance(2) ? nil : "p1"))
        case 17: countdown()
        case 18:
            .coupon(chance(3) ? nil : Coupon(code: "C\(below(2))", expires: chance(2) ? wallTime() : nil))
        case 19: .nameplate(chance(3) ? nil : Nameplate(name: "N\(below(2))"))
        case 20: .recap(chance(2) ? .show : .set(Recap(lines: ["l"], every: .seconds(11))))
        case 21: chance(2) ? .stamp(Stamp(image: "a.png")) : .slate(slate())
        case 22: auction()
        case 23: .auction(.bid(Bid(amount: Decimal(below(50)))))
        case 24: .layer(name: Self.names[below(Self.names.count)], isShown: chance(2))
        default: .clear(layer: Self.names[below(Self.names.count)])
        }
    }

    private mutating func auction() -> ShowEvent.Action {
        switch below(4) {
        case 0: .auction(.hide)
        case 1: .auction(.sold)
        case 2: .auction(.extend(.duration(.seconds(Int64(1 + below(9))))))
        default:
            .auction(
                .start(
                    Auction(
                        item: "plate", startingBid: Decimal(below(9)), currency: "JPY",
                        end: chance(2) ? nil : .duration(.seconds(Int64(1 + below(9)))))))
        }
    }

    private mutating func comment() -> ShowEvent.Action {
        let id = "c\(below(40))"
        return switch below(5) {
        case 0: .comment(.pin(id: id))
        case 1: .comment(.unpin(id: chance(2) ? nil : id))
        case 2: .comment(.remove(id: id))
        default: .comment(.show(Comment(id: id, text: "so bad"), isPinned: chance(3)))
        }
    }

    private mutating func poll() -> Poll {
        Poll(
            question: "q",
            options: [
                Poll.Option(text: "a", product: product()),
                Poll.Option(text: "b", events: [.nameplate(Nameplate(name: "winner"))]),
            ], duration: chance(2) ? nil : .seconds(Int64(1 + below(9))),
            onEnd: chance(2)
                ? [] : [.layer(name: "coupon", isShown: chance(2)), .countdown(Countdown(.duration(.seconds(2))))])
    }

    private mutating func countdown() -> ShowEvent.Action {
        let onZero: [ShowEvent.Action] = chance(2) ? [.slate(nil), .price(.show(product()))] : []
        return switch below(4) {
        case 0: .countdown(nil)
        case 1: .countdown(Countdown(.wallTime(wallTime()), onZero: onZero))
        case 2:
            .countdown(
                Countdown(
                    .rounds(count: 1 + below(4), work: .seconds(2), rest: .seconds(Int64(below(2)))), onZero: onZero))
        default: .countdown(Countdown(.duration(.seconds(Int64(1 + below(9)))), onZero: onZero))
        }
    }

    private mutating func slate() -> Slate? {
        chance(2) ? nil : Slate(.backSoon, until: chance(2) ? nil : .duration(.seconds(2)))
    }

    private mutating func wallTime() -> WallTime {
        WallTime(ofTick: tick + below(300), frameRate: .fps30, startedAt: Self.start)
    }
}
