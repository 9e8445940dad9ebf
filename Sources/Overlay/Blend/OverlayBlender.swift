public import MediaModel

/// Draws scenes into pictures. Allocates nothing once its list of placements has grown to what a show needs.
///
/// One owner, one thread at a time.
public struct OverlayBlender: Sendable {
    /// What the last picture was made of, from back to front; kept for its storage.
    public private(set) var placements: [Placement] = []

    public init() {
        // The default hearts, a tag, and a counter with room to spare.
        placements.reserveCapacity(256)
    }

    /// Draws a scene as it is at a tick over the picture in three planes.
    ///
    /// - Precondition: The planes are as large as the layout says, and of the canvas' size.
    public mutating func draw(
        _ scene: Scene, at tick: Int, into luma: inout MutableSpan<UInt8>, _ blueChroma: inout MutableSpan<UInt8>,
        _ redChroma: inout MutableSpan<UInt8>, _ layout: PlaneLayout
    ) {
        precondition(layout.size == scene.canvas, "a scene of \(scene.canvas) on a picture of \(layout.size)")
        placements.removeAll(keepingCapacity: true)
        scene.appendPlacements(at: tick, to: &placements)
        Self.blend(placements, into: &luma, &blueChroma, &redChroma, layout)
    }

    /// Blends sprites over the picture in three planes, in order: later ones cover earlier ones.
    ///
    /// The picture is 8-bit 4:2:0 BT.709 in limited range. Bytes between the end of a row and its stride aren't touched.
    ///
    /// - Precondition: The planes are as large as the layout says.
    public static func blend(
        _ placements: [Placement], into luma: inout MutableSpan<UInt8>, _ blueChroma: inout MutableSpan<UInt8>,
        _ redChroma: inout MutableSpan<UInt8>, _ layout: PlaneLayout
    ) {
        precondition(luma.count >= layout.lumaByteCount, "a luma plane of \(luma.count) bytes for \(layout)")
        precondition(
            min(blueChroma.count, redChroma.count) >= layout.chromaByteCount,
            "chroma planes of \(blueChroma.count) and \(redChroma.count) bytes for \(layout)")
        // What lies below a sprite that hides all of the picture, a slate, needs no drawing.
        let first = placements.lastIndex { $0.hides(layout.size) }
        if let first { copy(placements[first].sprite, into: &luma, &blueChroma, &redChroma, layout) }
        for placement in placements[(first.map { $0 + 1 } ?? 0)...] where placement.opacity > 0 {
            let (sprite, x, y) = (placement.sprite, placement.x, placement.y)
            // A span needs an array that stays put, and a class's property isn't one in the compiler's eyes.
            let samples = sprite.luma
            let clip = PlaneClip(
                x: x, y: y, mask: sprite.lumaMask, canvasWidth: layout.size.width, canvasHeight: layout.size.height)
            blendPlane(
                samples.span, sprite.lumaMask, clip, opacity: placement.opacity, into: &luma,
                stride: layout.lumaStride)

            let chroma = sprite.chroma[Sprite.phase(x: x, y: y)]
            // Shifts round down, so an odd position belongs to the chroma sample before it, to the left of 0 as well.
            let chromaClip = PlaneClip(
                x: x >> 1, y: y >> 1, mask: chroma.mask, canvasWidth: layout.chromaSize.width,
                canvasHeight: layout.chromaSize.height)
            blendPlane(
                chroma.blue.span, chroma.mask, chromaClip, opacity: placement.opacity, into: &blueChroma,
                stride: layout.chromaStride)
            blendPlane(
                chroma.red.span, chroma.mask, chromaClip, opacity: placement.opacity, into: &redChroma,
                stride: layout.chromaStride)
        }
    }

    /// Puts an opaque sprite of the picture's size in its place.
    private static func copy(
        _ sprite: Sprite, into luma: inout MutableSpan<UInt8>, _ blueChroma: inout MutableSpan<UInt8>,
        _ redChroma: inout MutableSpan<UInt8>, _ layout: PlaneLayout
    ) {
        let (samples, chroma) = (sprite.luma, sprite.chroma[0])
        copyPlane(samples.span, sprite.lumaMask, layout.size, into: &luma, stride: layout.lumaStride)
        copyPlane(chroma.blue.span, chroma.mask, layout.chromaSize, into: &blueChroma, stride: layout.chromaStride)
        copyPlane(chroma.red.span, chroma.mask, layout.chromaSize, into: &redChroma, stride: layout.chromaStride)
    }
}
