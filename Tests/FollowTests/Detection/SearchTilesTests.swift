import MediaModel
import Testing

@testable import Follow

struct SearchTilesTests {
    @Test func coversALandscapePictureByTwoLargeAndEightSmallTiles() {
        let size = PixelSize(width: 1_280, height: 720)
        #expect(
            SearchTiles.large(size) == [
                PictureSquare(x: 0, y: 0, side: 720), PictureSquare(x: 560, y: 0, side: 720),
            ])
        #expect(SearchTiles.small(size).count == 8)
    }

    @Test(arguments: [
        PixelSize(width: 426, height: 240), PixelSize(width: 640, height: 480), PixelSize(width: 720, height: 720),
        PixelSize(width: 1_920, height: 800), PixelSize(width: 720, height: 1_280),
        PixelSize(width: 3_840, height: 2_160),
        PixelSize(width: 4_000, height: 2), PixelSize(width: 2, height: 2),
    ])
    func leavesNothingOut(size: PixelSize) {
        for tiles in [SearchTiles.large(size), SearchTiles.small(size)] {
            #expect(tiles.count <= 33)
            let (width, height) = (Double(size.width), Double(size.height))
            for tile in tiles {
                #expect(tile.x >= -0.001 && tile.y >= -0.001)
                #expect(tile.x + tile.side <= width + 0.001 && tile.y + tile.side <= height + 0.001)
            }
            // A picture far wider than any show has its tiles, though they leave gaps.
            guard size.width < 10 * size.height else { continue }
            for x in stride(from: 0.5, to: width, by: width / 20) {
                for y in stride(from: 0.5, to: height, by: height / 20) {
                    #expect(
                        tiles.contains {
                            $0.x <= x && x <= $0.x + $0.side && $0.y <= y && y <= $0.y + $0.side
                        })
                }
            }
        }
    }

    @Test func looksAtLargeTilesEverySecondTime() {
        let size = PixelSize(width: 1_280, height: 720)
        let round = SearchTiles.round(size)
        #expect(round.count == 16)
        #expect(round.enumerated().allSatisfy { $0.element.side == ($0.offset % 2 == 0 ? 720 : 432) })
        #expect(Set(round) == Set(SearchTiles.large(size) + SearchTiles.small(size)))
    }
}
