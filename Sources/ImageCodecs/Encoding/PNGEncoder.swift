import CImageCodecs
import MediaModel
public import Typeset

/// Writes pictures as PNG files with libpng: sRGB, 8 bits a component, without transparency.
///
/// The same picture gives the same bytes wherever libpng and zlib are the same.
public enum PNGEncoder {
    /// - Parameter bitmap: Where it is transparent, black shows through.
    /// - Returns: The bytes of a whole file.
    /// - Throws: ``PictureError`` without memory.
    public static func encode(_ bitmap: Bitmap, name: String) throws(PictureError) -> [UInt8] {
        let pixels = bitmap.pixels.span
        let colors = [UInt8](unsafeUninitializedCapacity: bitmap.size.area * 3) { buffer, count in
            for index in 0..<bitmap.size.area {
                for component in 0..<3 { buffer[index * 3 + component] = pixels[index * 4 + component] }
            }
            count = bitmap.size.area * 3
        }
        return try write(colors, palette: [], format: cpictures_PNG_RGB, size: bitmap.size, name: name)
    }

    /// Writes a picture of few colours, a byte a pixel: a third of the size.
    public static func encode(_ picture: PalettePicture, name: String) throws(PictureError) -> [UInt8] {
        try write(
            picture.indices, palette: picture.palette.flatMap { [$0.red, $0.green, $0.blue] },
            format: cpictures_PNG_PALETTE, size: picture.size, name: name)
    }

    private static func write(
        _ bytes: [UInt8], palette: [UInt8], format: UInt32, size: PixelSize, name: String
    ) throws(PictureError) -> [UInt8] {
        var image = png_image()
        image.version = cpictures_PNG_VERSION
        (image.width, image.height) = (UInt32(size.width), UInt32(size.height))
        image.format = format
        image.colormap_entries = UInt32(palette.count / 3)
        // `png_image_free` may be called after every outcome, and twice.
        defer { png_image_free(&image) }
        // What doesn't compress grows by less than a thousandth; the rest is for the file's own parts.
        let capacity = bytes.count + size.height + bytes.count / 512 + 16_384
        var written = capacity
        let file = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let isDone = png_image_write_to_memory(&image, buffer.baseAddress, &written, 0, bytes, 0, palette)
            count = isDone != 0 ? min(written, capacity) : 0
        }
        guard !file.isEmpty else {
            throw PictureError(
                name, verb: "written", "libpng says: \(String(cString: cpictures_png_message(&image)))")
        }
        return file
    }
}
