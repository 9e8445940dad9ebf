import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

/// Layers that show pictures from files: image, stamp, a price's photo, hearts' stamps.
@Suite struct PictureLayerTests {
    private let show: PicturedShow

    init() throws { show = try PicturedShow() }

    private func stamps(_ stamp: Stamp, at tick: Int, maximum: Int = 4, count: Int = 1) throws -> [Placement] {
        let runs = (0..<count).map { StampRun(stamp: stamp, start: 100 + $0, end: 200 + $0) }
        return try show.placements(.stamp(StampLayer(maximum: maximum)), ShowState(stamps: runs), at: tick)
    }

    @Test func fitsAnImageIntoItsBox() throws {
        var layer = ImageLayer(image: show.file("photo.png"), opacity: 0.5)
        layer.box.width = 10
        let list = try show.placements(.image(layer), ShowState(), at: 0)
        #expect(list.count == 1 && list[0].sprite.size == PixelSize(width: 72, height: 36))
        #expect(list[0].x == 720 - 28 - 72 && list[0].opacity == 128)
    }

    @Test func playsAStampFromItsFirstTickAndTakesItAway() throws {
        let stamp = Stamp(image: "stamp.png", position: Stamp.Position(x: 50, y: 50), width: 20)
        #expect(try stamps(stamp, at: 99).isEmpty)
        let (first, second) = (try #require(stamps(stamp, at: 110).first), try #require(stamps(stamp, at: 114).first))
        #expect(first.sprite.size.width == 144 && first.x == 288 && first.y == 568 && first.opacity == 256)
        // A hundred milliseconds of red, two hundred of blue, and over again.
        let reds = try [102, 103, 108, 109, 111, 112].map { try stamps(stamp, at: $0)[0].sprite.luma[0] > 50 }
        #expect(reds == [true, false, false, true, true, false])
        #expect(first.sprite !== second.sprite)
        #expect(try stamps(stamp, at: 202)[0].opacity < 256)
        #expect(try stamps(stamp, at: 210).isEmpty)
    }

    @Test func keepsTheNewestStampsAndAllOfThemOnTheCanvas() throws {
        let stamp = Stamp(image: "stamp.png", position: Stamp.Position(x: 100, y: 0), width: 30)
        let list = try stamps(stamp, at: 150, maximum: 3, count: 5)
        #expect(list.count == 3 && list.allSatisfy { $0.x == 720 - 216 && $0.y == 0 })
    }

    @Test(arguments: [
        ("none.png", "there is no such file"), ("broken.png", "libpng says"), ("../../etc/passwd", "isn't within"),
        ("/etc/passwd", "isn't within"), ("", "isn't within"), ("a/./b.png", "isn't within"),
    ])
    func refusesPicturesInASentence(name: String, reason: String) throws {
        let error = #expect(throws: OverlayError.self) { try stamps(Stamp(image: name), at: 0) }
        #expect(error?.code == .unusablePicture && error?.message.contains(reason) == true)
        var product = TestShow.cup
        product.image = name
        #expect(throws: OverlayError.self) {
            try show.placements(.price(PriceLayer()), ShowState(price: PriceState(current: product)), at: 0)
        }
    }

    @Test func drawsStampsInTheHeartsPlace() throws {
        let layer = HeartsLayer(
            stamps: [HeartsLayer.Stamp(name: "bear", image: show.file("photo.png"))], counter: false)
        func sizes(_ icon: String?) throws -> [PixelSize] {
            let hearts = HeartsState(bursts: [HeartBurst(start: 0, drawn: 20, spread: 1, seed: 5, icon: icon)])
            return try show.placements(.hearts(layer), ShowState(hearts: hearts), at: 30).map(\.sprite.size)
        }
        #expect(try sizes("bear").count == 20)
        #expect(try sizes("bear").allSatisfy { abs($0.width - $0.height * 2) <= 1 && $0.width <= 80 })
        #expect(try sizes(nil).allSatisfy { $0.width == $0.height })
        #expect(try sizes("nobody") == sizes(nil))
    }

    @Test func showsPhotoStockAndPagesInThePriceTag() throws {
        func size(_ change: (inout Product) -> Void = { _ in }, products: [Product] = []) throws -> PixelSize {
            var product = TestShow.cup
            change(&product)
            let price = PriceState(current: product, products: products)
            let list = try show.placements(.price(PriceLayer()), ShowState(price: price), at: 99)
            #expect(list.count == 1 && list[0].x >= 0 && list[0].x + list[0].sprite.size.width <= 720)
            return list[0].sprite.size
        }
        let plain = try size()
        #expect(try size { $0.image = "photo.png" } != plain)
        #expect(try size({ _ in }, products: [TestShow.cup, TestShow.mug]).height > plain.height)
        // Twenty pieces are few enough to say so, twenty-one are not, and nobody needs to hear of none.
        #expect(try size { $0.stock = 21 } == plain)
        #expect(try size { $0.stock = 20 }.width >= plain.width)
        for name in [String(repeating: "W", count: 5_000), "", "أ", "👨‍👩‍👧‍👦"] {
            let size = try size({
                $0.name = .plain(name)
                $0.image = "photo.png"
                $0.stock = 0
                $0.price = 999_999_999
            })
            #expect(size.width <= 720 * 58 / 100 + 50 && size.height < 400)
        }
    }

    @Test func keepsItsCacheBounded() throws {
        let builder = try SceneBuilder(
            preset: Preset(layers: [.stamp(StampLayer())]), canvas: TestShow.canvas, folder: show.folder.path,
            cacheLimit: 2_000_000)
        for width in 1...60 {
            let run = StampRun(stamp: Stamp(image: "stamp.png", width: Double(width)), start: 0, end: 9)
            _ = try builder.prepare(ShowState(stamps: [run]))
            #expect(builder.cachedByteCount <= 2_000_000)
        }
    }
}
