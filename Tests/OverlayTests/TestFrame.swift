import MediaModel
import Overlay

/// A 4:2:0 picture in memory, its rows padded so that writing beyond one shows.
struct TestFrame: Equatable {
    let layout: PlaneLayout
    var luma, blueChroma, redChroma: [UInt8]

    /// A picture in which neighbouring samples differ; limited range.
    init(size: PixelSize, padding: Int = 5) {
        layout = PlaneLayout(
            size: size, lumaStride: size.width + padding, chromaStride: size.width / 2 + padding)
        luma = (0..<layout.lumaByteCount).map { UInt8(16 + $0 * 37 % 220) }
        blueChroma = (0..<layout.chromaByteCount).map { UInt8(16 + $0 * 53 % 225) }
        redChroma = (0..<layout.chromaByteCount).map { UInt8(16 + $0 * 71 % 225) }
    }

    mutating func blend(_ placements: [Placement]) {
        withPlanes(layout, &luma, &blueChroma, &redChroma) { luma, blue, red, layout in
            OverlayBlender.blend(placements, into: &luma, &blue, &red, layout)
        }
    }

    mutating func draw(_ scene: Scene, at tick: Int, with compositor: inout OverlayBlender) {
        withPlanes(layout, &luma, &blueChroma, &redChroma) { luma, blue, red, layout in
            compositor.draw(scene, at: tick, into: &luma, &blue, &red, layout)
        }
    }
}

private func withPlanes(
    _ layout: PlaneLayout, _ luma: inout [UInt8], _ blue: inout [UInt8], _ red: inout [UInt8],
    _ body: (inout MutableSpan<UInt8>, inout MutableSpan<UInt8>, inout MutableSpan<UInt8>, PlaneLayout) -> Void
) {
    var lumaSpan = luma.mutableSpan
    var blueSpan = blue.mutableSpan
    var redSpan = red.mutableSpan
    body(&lumaSpan, &blueSpan, &redSpan, layout)
}
