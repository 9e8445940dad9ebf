import FFmpegKit
import MediaModel

@testable import Broadcast

/// Pictures of known samples, for what posters and tiles are made of.
enum TestPictures {
    /// One whose luma says where it is.
    static func make(_ size: PixelSize, _ luma: (_ x: Int, _ y: Int) -> Int) throws -> SharedFrame {
        var frame = try VideoFramePool(size: size).makeFrame()
        frame.fill(luma: 16, 128, 128)
        frame.withMutablePlanes { plane, _, _, layout in
            for y in 0..<size.height {
                for x in 0..<size.width { plane[y * layout.lumaStride + x] = UInt8(max(0, min(255, luma(x, y)))) }
            }
        }
        return frame.share()
    }

    static func flat(_ luma: Int, _ size: PixelSize = PixelSize(width: 90, height: 160)) throws -> SharedFrame {
        try make(size) { _, _ in luma }
    }

    /// What a camera sees: edges, and light between.
    static func room(_ x: Int, _ y: Int) -> Int { 110 + (x / 6 + y / 9) % 3 * 40 - y / 8 }
}
