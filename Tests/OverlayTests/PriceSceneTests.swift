import Foundation
import MediaModel
@testable import Show
import Testing

@testable import Overlay

@Suite struct PriceSceneTests {
    private func placements(
        _ price: PriceState, at tick: Int, layer: PriceLayer = PriceLayer(), canvas: PixelSize = TestShow.canvas
    ) throws -> [Placement] {
        var list: [Placement] = []
        let builder = try SceneBuilder(preset: Preset(layers: [.price(layer)]), canvas: canvas)
        try builder.prepare(ShowState(price: price)).appendPlacements(at: tick, to: &list)
        return list
    }

    @Test func slidesInOnTheTickOfTheChange() throws {
        let price = PriceState(current: TestShow.cup, changedAt: 30)
        #expect(try placements(price, at: 29).isEmpty)
        let xs = try (30..<44).map { try #require(try placements(price, at: $0).first).x }
        #expect(xs[0] < 0 && xs == xs.sorted())
        #expect(xs[11] == xs[13] && xs[11] >= 0)
    }

    @Test func fadesOutWhatWasThere() throws {
        let price = PriceState(previous: TestShow.mug, changedAt: 30)
        #expect(try placements(price, at: 29).map(\.opacity) == [256])
        let opacities = try (30..<36).map { try placements(price, at: $0).first?.opacity ?? 0 }
        #expect(opacities == opacities.sorted(by: >) && opacities[0] > 0 && opacities[0] < 256 && opacities[5] == 0)
    }

    @Test func showsOneTagAtATime() throws {
        let price = PriceState(current: TestShow.cup, previous: TestShow.mug, changedAt: 30)
        let shown = try (28..<60).map { tick in
            try placements(price, at: tick).filter { $0.opacity > 0 }.map(\.sprite.size)
        }
        #expect(shown.allSatisfy { $0.count <= 1 })
        #expect(shown[0] != shown[31] && shown[0].count == 1 && shown[31].count == 1)
    }

    @Test func changesAPriceInItsPlace() throws {
        var layer = PriceLayer()
        layer.box.change = LayerAnimation(kind: .slideDown, duration: .milliseconds(300))
        var cheaper = TestShow.cup
        cheaper.price = 1_980
        let price = PriceState(current: cheaper, previous: TestShow.cup, changedAt: 30)
        let place = try #require(try placements(price, at: 60, layer: layer).first)
        for tick in 30..<40 {
            let list = try placements(price, at: tick, layer: layer)
            #expect(list.allSatisfy { abs($0.y - place.y) < place.sprite.size.height / 4 })
            #expect(list.map(\.opacity).max() == 256)
        }
    }

    @Test func showsNothingWithoutAProduct() throws {
        #expect(try placements(PriceState(), at: 0).isEmpty)
    }

    @Test(arguments: Anchor.allCases)
    func keepsItsPlateOnTheCanvas(anchor: Anchor) throws {
        let price = PriceState(current: TestShow.cup)
        for canvas in [TestShow.canvas, PixelSize(width: 360, height: 640), PixelSize(width: 1_080, height: 1_920)] {
            var layer = PriceLayer()
            layer.box.anchor = anchor
            let tag = try #require(try placements(price, at: 99, layer: layer, canvas: canvas).first)
            // The first row and column in which the plate itself is: nothing else is nearly opaque.
            let mask = tag.sprite.lumaMask
            let solid = mask.alpha.indices.filter { mask.alpha[$0] > 220 }
            let columns = solid.map { $0 % mask.stride + tag.x }
            let rows = solid.map { $0 / mask.stride + tag.y }
            #expect(columns.min()! >= 0 && columns.max()! < canvas.width)
            #expect(rows.min()! >= 0 && rows.max()! < canvas.height)
            #expect(Double(columns.max()! - columns.min()! + 1) <= Double(canvas.width) * 0.58 + 1)
        }
    }

    @Test func keepsItsSizeHoweverLongTheName() throws {
        var product = TestShow.cup
        product.name = .plain(String(repeating: "とても長い商品名🧋", count: 12_000))
        product.price = 123_456_789_012
        let size = try #require(try placements(PriceState(current: product), at: 99).first).sprite.size
        #expect(size.width <= 720 * 58 / 100 + 50 && size.height < 320)
    }

    @Test func refusesATagWithoutRoomForText() {
        var layer = PriceLayer()
        layer.box.width = 8
        #expect(throws: OverlayError.self) {
            try placements(PriceState(current: TestShow.cup), at: 0, layer: layer)
        }
    }
}
