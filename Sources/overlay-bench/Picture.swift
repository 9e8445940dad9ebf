import MediaModel

/// A raw 8-bit 4:2:0 picture.
struct Picture {
    let layout: PlaneLayout
    var luma, blueChroma, redChroma: [UInt8]

    /// A flat grey picture.
    init(size: PixelSize) {
        layout = PlaneLayout(size: size, lumaStride: size.width, chromaStride: size.width / 2)
        luma = Array(repeating: 110, count: layout.lumaByteCount)
        blueChroma = Array(repeating: 128, count: layout.chromaByteCount)
        redChroma = blueChroma
    }
}
