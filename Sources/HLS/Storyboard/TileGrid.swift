public import MediaModel

/// How the tiles of a storyboard lie on its sheets.
public struct TileGrid: Hashable, Sendable {
    /// Of a tile; even, as 4:2:0 asks.
    public let tile: PixelSize
    public let columns, rows: Int

    /// What the players of small devices take in either direction (Roku: 720 pixels).
    static let longestSide = 720
    /// In pixels: what is still seen well above a seek bar.
    private static let tileHeight = 192

    /// The grid for a programme's canvas; of 9:16, 6 × 3 tiles of 108×192.
    public init(canvas: PixelSize) {
        let wanted = (Self.tileHeight * canvas.width / max(1, canvas.height) + 1) / 2 * 2
        let width = min(max(2, wanted), Self.longestSide / 2)
        self.init(
            tile: PixelSize(width: width, height: Self.tileHeight), columns: Self.longestSide / width,
            rows: Self.longestSide / Self.tileHeight)
    }

    init(tile: PixelSize, columns: Int, rows: Int) { (self.tile, self.columns, self.rows) = (tile, columns, rows) }

    /// How many tiles a sheet holds.
    public var capacity: Int { columns * rows }

    public var sheetSize: PixelSize { PixelSize(width: tile.width * columns, height: tile.height * rows) }

    /// Where a sheet's tile lies, counted from 0, from the left to the right and then downwards.
    public func area(of index: Int) -> PixelArea {
        precondition(0..<capacity ~= index, "tile \(index) of \(capacity)")
        return PixelArea(
            x: index % columns * tile.width, y: index / columns * tile.height, width: tile.width, height: tile.height)
    }
}
