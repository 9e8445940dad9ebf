import CImageCodecs
import MediaModel

/// Reads a PNG of one frame, whatever its depth and colour type, with libpng.
enum PNGDecoder {
    /// - Returns: Premultiplied sRGB.
    static func decode(_ bytes: [UInt8]) throws(Flaw) -> Raster {
        var image = png_image()
        image.version = cpictures_PNG_VERSION
        // `png_image_free` may be called after every outcome, and twice.
        defer { png_image_free(&image) }
        do {
            return try bytes.withUnsafeBytes { bytes in
                // The bytes are read by the second call as well, so both are within the closure.
                guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
                    throw Flaw("libpng says: \(message(&image))")
                }
                let size = PixelSize(width: Int(image.width), height: Int(image.height))
                try PictureLimits.check(size)
                // Otherwise the library takes 16-bit samples without a colour chunk for linear light (png.h), which no
                // program that writes them means.
                image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
                image.format = cpictures_PNG_RGBA
                var raster = Raster(size: size, pixels: [UInt8](repeating: 0, count: size.area * 4))
                let done = raster.pixels.withUnsafeMutableBytes { cpictures_png_finish(&image, $0.baseAddress) }
                // A mere warning, such as a damaged text, leaves the picture whole.
                guard done != 0, cpictures_png_failed(&image) == 0 else {
                    throw Flaw("libpng says: \(message(&image))")
                }
                raster.premultiply()
                return raster
            }
        } catch let flaw as Flaw {
            throw flaw
        } catch {
            throw .cutShort
        }
    }

    private static func message(_ image: inout png_image) -> String {
        String(cString: cpictures_png_message(&image))
    }
}
