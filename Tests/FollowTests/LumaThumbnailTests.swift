import MediaModel
import Testing

@testable import Follow

struct LumaThumbnailTests {
    @Test(arguments: [
        PixelSize(width: 1280, height: 720), .init(width: 320, height: 240), .init(width: 64, height: 128),
    ])
    func `a thumbnail has the picture's light where the picture has it`(size: PixelSize) {
        // Its right half is light.
        let stride = size.width + 16
        var luma = [UInt8](repeating: 16, count: stride * size.height)
        for y in 0..<size.height { for x in size.width / 2..<size.width { luma[y * stride + x] = 200 } }
        let layout = PlaneLayout(size: size, lumaStride: stride, chromaStride: stride / 2)
        let thumbnail = LumaThumbnail(reducing: luma.span, layout)
        for row in 0..<LumaThumbnail.height {
            #expect(thumbnail.samples[row * 160] == 16)
            #expect(thumbnail.samples[row * 160 + 78] == 16)
            #expect(thumbnail.samples[row * 160 + 81] == 200)
            #expect(thumbnail.samples[row * 160 + 159] == 200)
        }
    }
}
