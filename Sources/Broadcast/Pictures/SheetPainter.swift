import FFmpegKit
import HLS
import MediaModel
import Stills
import Typeset

/// Paints canvases as tiles on sheets, one after the other. Belongs to one thread.
struct SheetPainter: ~Copyable {
    struct Sheet {
        /// From 0.
        let number: Int
        let tileCount: Int
        let bitmap: Bitmap
    }

    private let grid: TileGrid
    private let pool: VideoFramePool
    private let tiles: VideoFramePool
    private var scaler = Scaler()
    private var sheet: VideoFrame?
    /// The last canvas as a tile.
    private var last: SharedFrame?
    /// The next tile's place among all.
    private var next = 0

    /// - Throws: ``FFmpegError`` without memory.
    init(_ grid: TileGrid) throws(FFmpegError) {
        let pool = try VideoFramePool(size: grid.sheetSize)
        let tiles = try VideoFramePool(size: grid.tile)
        (self.grid, self.pool, self.tiles) = (grid, pool, tiles)
    }

    /// Paints a canvas. For tiles that were left out before it stands the one before them.
    ///
    /// - Parameter number: The tile's, from 0: later than the last.
    /// - Returns: The sheets that are full now.
    /// - Throws: ``FFmpegError`` without memory, or for a size that can't be scaled.
    mutating func paint(_ canvas: SharedFrame, asTile number: Int) throws(FFmpegError) -> [Sheet] {
        guard number >= next else { return [] }
        var tile = try tiles.makeFrame()
        try scaler.scale(
            PixelArea(size: canvas.size), of: canvas.frame, into: PixelArea(size: grid.tile), of: &tile)
        let shared = tile.share()
        let repeated = last ?? shared
        var full: [Sheet] = []
        while next <= number {
            try put(next < number ? repeated : shared)
            if next % grid.capacity == 0, let sheet = takeSheet() { full.append(sheet) }
        }
        last = shared
        return full
    }

    /// The sheet that isn't full, if it has a tile.
    mutating func finish() -> Sheet? { takeSheet() }

    private mutating func put(_ tile: SharedFrame) throws(FFmpegError) {
        if sheet == nil {
            var made = try pool.makeFrame()
            // What has no tile stays black.
            made.fill(luma: 16, 128, 128)
            sheet = consume made
        }
        sheet?.copy(PixelArea(size: grid.tile), of: tile.frame, into: grid.area(of: next % grid.capacity))
        next += 1
    }

    private mutating func takeSheet() -> Sheet? {
        guard let frame = sheet.take() else { return nil }
        let number = (next - 1) / grid.capacity
        return Sheet(number: number, tileCount: next - number * grid.capacity, bitmap: Bitmap(frame))
    }
}
