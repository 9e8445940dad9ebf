import CAllocationCounter
import Foundation
import MediaModel
import ImageCodecs
@testable import Show
import Testing
import Typeset

@testable import Overlay

@Suite struct CouponSceneTests {
    private let show: PicturedShow

    init() throws { show = try PicturedShow() }

    private func card(_ coupon: Coupon, qr: Double = 22) throws -> Placement {
        let list = try show.placements(
            .coupon(CouponLayer(qr: qr)), ShowState(coupon: Timed(current: coupon)), at: 99)
        #expect(list.count == 1)
        return try #require(list.first)
    }

    @Test func drawsEveryModuleOfItsCode() throws {
        let code = try QRCode("https://shop.example/SAVE10")
        let module = code.moduleSize(in: 158)
        let card = try card(Coupon(code: "SAVE10", url: "https://shop.example/SAVE10"))
        // The first finder's row is the only dark run of seven modules; look for the whole matrix from each place.
        let (width, mask) = (card.sprite.size.width, card.sprite.lumaMask)
        let left = (width - (code.side + 8) * module) / 2 + 4 * module
        let isFound = (0..<card.sprite.size.height - code.side * module).contains { top in
            (0..<code.side * code.side).allSatisfy { index in
                let x = left + index % code.side * module + module / 2
                let y = top + index / code.side * module + module / 2
                return (card.sprite.luma[y * mask.stride + x] < 60) == code.modules[index]
            }
        }
        #expect(isFound)
    }

    @Test func keepsToItsBoxWhateverItSays() throws {
        let long = String(repeating: "W", count: 900)
        for coupon in [
            Coupon(code: long, condition: .plain(long), expires: WallTime(microseconds: .max / 4), url: "x"),
            Coupon(code: "", condition: ""), Coupon(code: "A"),
        ] where !coupon.qrPayload.isEmpty {
            let card = try card(coupon, qr: coupon.url == nil && coupon.code.count > 9 ? 0 : 22)
            #expect(card.x >= 0 && card.sprite.size.width <= 720 * 44 / 100 + 50 && card.sprite.size.height < 700)
        }
    }

    /// The card of a coupon whose address has so many characters, as it is drawn for a ladder that ends with a half.
    private func card(addressOf count: Int, qr: Double = 22) throws -> Placement {
        let url = "https://shop.example/" + String(repeating: "x", count: count - 21)
        let builder = try SceneBuilder(
            preset: Preset(layers: [.coupon(CouponLayer(qr: qr))]), canvas: TestShow.canvas,
            smallestRung: PixelSize(width: 360, height: 640))
        var list: [Placement] = []
        try builder.prepare(ShowState(coupon: Timed(current: Coupon(code: "SAVE10", url: url))))
            .appendPlacements(at: 99, to: &list)
        return try #require(list.first)
    }

    /// Four samples a module here are two on the smallest rung; what says more takes more room than the preset gave.
    @Test(arguments: [(42, 37), (88, 49), (150, 57)])
    func growsForALongAddress(count: Int, modules: Int) throws {
        let width = try card(addressOf: count).sprite.size.width
        #expect(width >= modules * 4 && width <= 720 * 44 / 100 + 50)
    }

    @Test func refusesACodeTooFineToRead() throws {
        let error = #expect(throws: OverlayError.self) { try card(addressOf: 600) }
        let message = error?.message ?? ""
        #expect(message.contains(#"the QR code of "SAVE10" says 600 characters"#), "\(message)")
        #expect(message.contains("on the smallest rung, 360x640"), "\(message)")
        // What it says fits does.
        let words = message.split(separator: " ")
        let most = try #require(words.firstIndex(of: "than").flatMap { Int(words[$0 + 1]) })
        #expect(most > 100)
        #expect(throws: Never.self) { try card(addressOf: most) }
        #expect(throws: OverlayError.self) { try card(addressOf: most + 1) }
        #expect(throws: Never.self) { try card(addressOf: 600, qr: 0) }
        #expect(throws: OverlayError.self) { try card(Coupon(code: "x", url: String(repeating: "x", count: 1_201))) }
    }
}

@Suite struct SlateSceneTests {
    private let show: PicturedShow

    init() throws { show = try PicturedShow() }

    private func placements(_ shown: Timed<SlateRun>, at tick: Int, image: String? = nil) throws -> [Placement] {
        let layer = SlateLayer(image: image.map(show.file))
        return try show.placements(.slate(layer), ShowState(slate: shown), at: tick)
    }

    @Test func coversAllOfTheCanvas() throws {
        for image in [nil, "photo.png"] {
            let list = try placements(Timed(current: SlateRun(slate: Slate(.thankYou))), at: 300, image: image)
            #expect(list[0].x == 0 && list[0].y == 0 && list[0].sprite.size == TestShow.canvas)
            #expect(list[0].hides(TestShow.canvas))
        }
    }

    @Test func countsDownToItsEnd() throws {
        let shown = Timed(current: SlateRun(slate: Slate(.startingSoon), end: 3_600 * 30 + 1_000))
        func digits(_ tick: Int) throws -> [ObjectIdentifier] {
            try placements(shown, at: tick).dropFirst(2).map { ObjectIdentifier($0.sprite) }
        }
        // 1:00:01 has two signs more than 59:59.
        #expect(try digits(970).count == 7 && digits(1_030).count == 5 && digits(3_600 * 30 + 2_000).count == 5)
        let list = try placements(shown, at: 970)
        let middle = (list[2].x + list[2].sprite.size.width + list.last!.x) / 2
        #expect(abs(middle - 360) <= 2)
    }

    @Test func neverShowsTheSourceBetweenTwoSlates() throws {
        let shown = Timed(
            current: SlateRun(slate: Slate(.backSoon)), previous: SlateRun(slate: Slate(.startingSoon)), changedAt: 100)
        for tick in 95..<130 {
            let grounds = try placements(shown, at: tick).filter { $0.sprite.size == TestShow.canvas }
            #expect(grounds.contains { $0.opacity == 256 }, "tick \(tick)")
        }
        let gone = Timed<SlateRun>(previous: shown.previous, changedAt: 100)
        #expect(try placements(gone, at: 101)[0].opacity < 256)
        #expect(try placements(gone, at: 130).isEmpty)
    }

    @Test(.enabled(if: allocation_counter_is_available()))
    func allocatesNothingOnceWarm() throws {
        let poll = Poll(question: "?", options: [Poll.Option(text: "A"), Poll.Option(text: "B")])
        let round = PollRound(poll: poll, closedAt: 150, votes: [40, 60], votesBefore: [40, 10], votedAt: 100)
        var product = TestShow.cup
        (product.image, product.stock) = ("photo.png", 3)
        let state = ShowState(
            price: PriceState(
                current: product, previous: TestShow.mug, changedAt: 60, products: [product, TestShow.mug]),
            hearts: HeartsState(
                bursts: [HeartBurst(start: 0, drawn: 60, spread: 90, seed: 1, icon: "bear")], total: 60),
            poll: Timed(current: round), coupon: Timed(current: Coupon(code: "SAVE10"), changedAt: 30),
            stamps: [StampRun(stamp: Stamp(image: "stamp.png"), start: 50, end: 170)],
            slate: Timed(previous: SlateRun(slate: Slate(.startingSoon), end: 120), changedAt: 120))
        let stamps = [HeartsLayer.Stamp(name: "bear", image: show.file("stamp.png"))]
        let scene = try show.builder([
            .image(ImageLayer(image: show.file("stamp.png"))), .price(PriceLayer()), .poll(PollLayer()),
            .coupon(CouponLayer()), .hearts(HeartsLayer(stamps: stamps)), .stamp(StampLayer()), .slate(SlateLayer()),
        ]).prepare(state)
        var compositor = OverlayBlender()
        var frame = TestFrame(size: TestShow.canvas)
        for tick in stride(from: 0, to: 220, by: 10) { frame.draw(scene, at: tick, with: &compositor) }
        allocation_counter_arm()
        for tick in 0..<220 { frame.draw(scene, at: tick, with: &compositor) }
        #expect(allocation_counter_disarm() == 0)
    }
}
