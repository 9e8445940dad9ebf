import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct AuctionSceneTests {
    private let show: PicturedShow

    init() throws { show = try PicturedShow() }

    private static let auction = Auction(item: "Plate", startingBid: 1_000, currency: "JPY")

    private func placements(_ run: AuctionRun, at tick: Int, _ layer: AuctionLayer = AuctionLayer()) throws
        -> [Placement]
    {
        try show.placements(.auction(layer), ShowState(auction: Timed(current: run)), at: tick)
    }

    @Test func countsDownByTheProgrammesClock() throws {
        let run = AuctionRun(auction: Self.auction, startedAt: 0, endsAt: 3_000)
        let scene = try show.builder([.auction(AuctionLayer())])
            .prepare(ShowState(auction: Timed(current: run)))
        func digits(_ tick: Int) -> [ObjectIdentifier] {
            var list: [Placement] = []
            scene.appendPlacements(at: tick, to: &list)
            return list.dropFirst().map { ObjectIdentifier($0.sprite) }
        }
        // Four digits and a colon, the same for all ticks of a second, others for the next.
        #expect(digits(300).count == 5)
        #expect(digits(300) == digits(329) && digits(329) != digits(330))
        // The last seconds in other colours, and zero stays.
        #expect(Set(digits(2_500)).isDisjoint(with: digits(2_800)))
        #expect(digits(3_000) == digits(4_000))
    }

    @Test func aBidChangesThePlateInItsPlace() throws {
        var run = AuctionRun(auction: Self.auction, startedAt: 0, endsAt: 3_000)
        let first = try placements(run, at: 100)[0]
        run.bid = Bid(amount: 2_000, bidder: "M***a")
        let second = try placements(run, at: 100)[0]
        #expect(first.sprite !== second.sprite)
        let changed = Timed(
            current: run, previous: AuctionRun(auction: Self.auction, startedAt: 0, endsAt: 3_000), changedAt: 100)
        let both = try show.placements(.auction(AuctionLayer()), ShowState(auction: changed), at: 102)
        // It dissolves where it is, rather than slide in.
        #expect(both.contains { $0.x == second.x && $0.y == second.y })
    }

    @Test func hasNoTimeOnceItIsSold() throws {
        let run = AuctionRun(
            auction: Self.auction, startedAt: 0, endsAt: 3_000, bid: Bid(amount: 2_000, bidder: "M***a"), bidCount: 1,
            soldAt: 200)
        #expect(try placements(run, at: 300).count == 1)
        #expect(try placements(AuctionRun(auction: Self.auction), at: 300).count == 1)
    }

    @Test func keepsToItsBoxWithLongTexts() throws {
        var auction = Self.auction
        auction.item = .plain(String(repeating: "very long ", count: 12))
        let run = AuctionRun(
            auction: auction, startedAt: 0, endsAt: 12 * 86_400 * 30,
            bid: Bid(amount: 123_456_789_012, bidder: String(repeating: "W", count: 40)), bidCount: 1)
        for width in [40.0, 72, 100] {
            let layer = AuctionLayer(box: LayerBox(name: "a", anchor: .bottom, width: width))
            let plate = try placements(run, at: 10, layer)[0]
            #expect(Double(plate.sprite.size.width) <= 720 * width / 100 + 60)
        }
    }

    @Test func refusesABoxTooNarrowForItsTime() throws {
        let layer = AuctionLayer(box: LayerBox(name: "slim", anchor: .bottom, width: 12))
        #expect(throws: OverlayError.self) { try placements(AuctionRun(auction: Self.auction), at: 0, layer) }
    }
}
