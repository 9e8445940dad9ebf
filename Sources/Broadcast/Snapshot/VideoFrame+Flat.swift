import FFmpegKit
import MediaModel

extension VideoFrame {
    /// A picture of one colour, in BT.709, limited range.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    init(canvas size: PixelSize, color: Color) throws(FFmpegError) {
        let (red, green, blue) = (Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
        let weights = ColorMatrix.bt709.weights
        let light = weights.red * red + (1 - weights.red - weights.blue) * green + weights.blue * blue
        // ITU-R BT.709-6, 3.2 to 3.4.
        let luma = UInt8((16 + 219 * light).rounded())
        let blueChroma = UInt8((128 + 224 * (blue - light) / (2 - 2 * weights.blue)).rounded())
        let redChroma = UInt8((128 + 224 * (red - light) / (2 - 2 * weights.red)).rounded())
        self = try VideoFramePool(size: size).makeFrame()
        fill(luma: luma, blueChroma, redChroma)
    }

    /// Makes all of the picture one colour.
    mutating func fill(luma: UInt8, _ blueChroma: UInt8, _ redChroma: UInt8) {
        withMutablePlanes { lumaPlane, bluePlane, redPlane, _ in
            for index in lumaPlane.indices { lumaPlane[index] = luma }
            for index in bluePlane.indices { bluePlane[index] = blueChroma }
            for index in redPlane.indices { redPlane[index] = redChroma }
        }
    }
}
