public import MediaModel
public import Typeset

/// A small picture ready to be blended into 4:2:0 video: BT.709 limited-range Y'CbCr, multiplied by alpha.
///
/// A sprite may stand at any position, but a chroma sample covers two luma samples each way. So chroma is kept four
/// times, for even and odd columns and rows: a tag that creeps along by one sample a frame doesn't judder in its colours.
///
/// Immutable; any thread.
public final class Sprite: Sendable {
    /// In luma samples.
    public let size: PixelSize
    /// What the sprite takes in memory, in bytes.
    public let byteCount: Int
    /// Whether nothing shows through any of its samples, chroma's at an even place included.
    let isOpaque: Bool

    let lumaMask: SpriteMask
    let luma: [UInt8]
    /// By `phase(x:y:)`.
    let chroma: [Chroma]

    /// The chroma of one phase, where sample 0 covers the sprite's first column and row.
    struct Chroma: Sendable {
        let mask: SpriteMask
        let blue, red: [UInt8]
    }

    /// What chroma is made of beyond the bitmap's edges, where its samples take in the columns and rows beside them.
    public enum Edges: Sendable {
        /// Nothing: the sprite lies within the picture.
        case clear
        /// The same as at the edge: the sprite fills the picture, and there is nothing beside it.
        case extended
    }

    /// Converts a bitmap.
    public init(_ bitmap: Bitmap, edges: Edges = .clear) {
        let lumaPlane = SpriteConversion.luma(of: bitmap)
        size = bitmap.size
        luma = SpriteMask.padded(lumaPlane.samples, width: size.width)
        lumaMask = SpriteMask(width: size.width, height: size.height, alpha: lumaPlane.alpha)
        chroma = SpriteConversion.chroma(of: bitmap, edges)
        isOpaque = lumaMask.opaqueWidth > 0 && chroma[0].mask.opaqueWidth > 0
        byteCount =
            luma.count + lumaMask.byteCount
            + chroma.reduce(0) { $0 + $1.mask.byteCount + $1.blue.count + $1.red.count }
    }

    /// The index into `chroma` for a position on the canvas, which may be negative.
    static func phase(x: Int, y: Int) -> Int { (x & 1) | (y & 1) << 1 }
}
