import Foundation
import MediaModel
@testable import Show
import Testing
import Typeset

@testable import Overlay

/// Plates: their corners, and that what is on them keeps to its box.
@Suite struct PlateTests {
    /// The luma mask of a plate of 200 x 120 with corners of 30.
    private func mask(_ corners: LayerStyle.Corners) throws -> (Int, Int) -> UInt8 {
        let drawing = try Drawing(size: PixelSize(width: 200, height: 120))
        let area = Rectangle(x: 0, y: 0, width: 200, height: 120)
        drawing.fill(.plate(area, radius: 30, corners: corners), with: .color(.white))
        let bitmap = try drawing.finish()
        return { bitmap[$0, $1].alpha }
    }

    @Test(arguments: LayerStyle.Corners.allCases)
    func fillsAllButItsCorners(corners: LayerStyle.Corners) throws {
        let alpha = try mask(corners)
        for (x, y) in [(100, 0), (100, 119), (0, 60), (199, 60), (100, 60), (32, 2), (2, 32)] {
            #expect(alpha(x, y) == 255, "\(x), \(y)")
        }
        // Upper left, upper right, lower right, lower left.
        let outermost = [alpha(1, 1), alpha(198, 1), alpha(198, 118), alpha(1, 118)].map { $0 == 255 }
        #expect(outermost == (corners == .leaf ? [false, true, false, true] : [false, false, false, false]))
    }

    @Test func cutsMoreTheHollowerTheCorner() throws {
        // On the diagonal a round corner ends at 8.8, a straight one at 15, a hollow one at 21.2.
        for (corners, inside, outside) in [(LayerStyle.Corners.round, 11, 6), (.cut, 17, 13), (.ticket, 24, 19)] {
            let alpha = try mask(corners)
            #expect(alpha(inside, inside) == 255 && alpha(outside, outside) == 0, "\(corners)")
        }
    }

    private func size(_ layer: Layer, _ state: ShowState) throws -> PixelSize {
        let builder = try SceneBuilder(preset: Preset(layers: [layer]), canvas: TestShow.canvas)
        let areas = try builder.layout(of: state, at: 0).flatMap(\.areas)
        return PixelSize(
            width: (areas.map { $0.x + $0.width }.max() ?? 0) - (areas.map(\.x).min() ?? 0),
            height: (areas.map { $0.y + $0.height }.max() ?? 0) - (areas.map(\.y).min() ?? 0))
    }

    @Test(arguments: [1, 2_345_678, 999_999_999])
    func keepsAPriceTagToItsHeight(yen: Int) throws {
        var layer = PriceLayer(lines: 3)
        layer.box.width = 77
        layer.box.height = 16
        var product = TestShow.cup
        product.name = .plain(String(repeating: "とても長い商品名", count: 9))
        product.price = Decimal(yen)
        product.originalPrice = Decimal(yen * 2)
        product.stock = 19
        let products = [product, TestShow.mug]
        let size = try size(.price(layer), ShowState(price: PriceState(current: product, products: products)))
        #expect(size.height <= 1_280 * 16 / 100 + 2 && size.width <= 720 * 77 / 100 + 2, "\(size)")
    }

    @Test func keepsACountdownInARowAsHighWithHours() throws {
        var layer = CountdownLayer(layout: .row)
        layer.box.width = 61
        func height(_ seconds: Int) throws -> Int {
            let run = CountdownRun(
                countdown: Countdown(.duration(.seconds(Int64(seconds))), label: "タイムセール終了まで"),
                phase: CountdownRun.Phase(start: 0, end: seconds * 30))
            return try size(.countdown(layer), ShowState(countdown: Timed(current: run))).height
        }
        #expect(try height(36_000) <= height(600) + 8)
        #expect(try height(600) < 1_280 * 7 / 100)
    }

    @Test(arguments: [7, 12_345, 999_999_999])
    func keepsTheCounterInsideTheSafeArea(total: Int) throws {
        var layer = HeartsLayer()
        layer.box.inset = Inset(horizontal: 1, vertical: 2)
        layer.box.style.border = LayerStyle.Line(color: .white, width: 0.5)
        layer.box.style.outline = LayerStyle.Line(color: .black, width: 0.4)
        var preset = Preset(layers: [.hearts(layer)])
        preset.safeArea = SafeArea(top: 12, right: 14, bottom: 20, left: 9)
        let builder = try SceneBuilder(preset: preset, canvas: TestShow.canvas)
        let areas = try builder.layout(of: ShowState(hearts: HeartsState(total: total)), at: 0).flatMap(\.areas)
        #expect(!areas.isEmpty)
        #expect(areas.allSatisfy { $0.x >= 720 * 9 / 100 && $0.x + $0.width <= 720 * 86 / 100 })
    }
}
