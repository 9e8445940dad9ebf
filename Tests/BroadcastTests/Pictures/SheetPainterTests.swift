import FFmpegKit
import HLS
import MediaModel
import Testing
import Typeset

@testable import Broadcast

@Suite struct SheetPainterTests {
    private static let canvas = PixelSize(width: 180, height: 320)
    private let grid = TileGrid(canvas: canvas)

    /// The grey in the middle of a tile's place.
    private func grey(_ sheet: SheetPainter.Sheet, _ tile: Int) -> Int {
        let area = grid.area(of: tile)
        return Int(sheet.bitmap[area.x + area.width / 2, area.y + area.height / 2].red)
    }

    /// What a screen shows of luma.
    private func shown(_ luma: Int) -> Int { (luma - 16) * 255 / 219 }

    @Test func eachTileLiesInItsPlace() throws {
        var painter = try SheetPainter(grid)
        for tile in 0..<17 {
            let full = try painter.paint(TestPictures.flat(30 + 10 * tile, Self.canvas), asTile: tile)
            #expect(full.isEmpty)
        }
        let full = try painter.paint(TestPictures.flat(200, Self.canvas), asTile: 17)
        let sheet = try #require(full.first)
        #expect(full.count == 1 && sheet.number == 0 && sheet.tileCount == 18 && sheet.bitmap.size == grid.sheetSize)
        for tile in 0..<17 { #expect(abs(grey(sheet, tile) - shown(30 + 10 * tile)) <= 2, "\(tile)") }
        // To its very edges: the neighbour's begins there.
        let area = grid.area(of: 7)
        for (x, y) in [(area.x, area.y), (area.x + area.width - 1, area.y + area.height - 1)] {
            #expect(abs(Int(sheet.bitmap[x, y].red) - shown(100)) <= 2)
        }
        let rest = painter.finish()
        #expect(rest == nil)
    }

    @Test func whatWasLeftOutIsWhatWasBefore() throws {
        var painter = try SheetPainter(grid)
        _ = try painter.paint(TestPictures.flat(60, Self.canvas), asTile: 0)
        let full = try painter.paint(TestPictures.flat(120, Self.canvas), asTile: 20)
        let first = try #require(full.first)
        #expect(full.count == 1 && (0..<18).allSatisfy { abs(grey(first, $0) - shown(60)) <= 2 })
        let rest = painter.finish()
        let last = try #require(rest)
        #expect(last.number == 1 && last.tileCount == 3)
        #expect(abs(grey(last, 1) - shown(60)) <= 2 && abs(grey(last, 2) - shown(120)) <= 2)
        #expect(grey(last, 3) == 0, "what has no tile is black")
    }
}
