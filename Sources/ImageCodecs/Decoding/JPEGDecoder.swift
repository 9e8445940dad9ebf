import CImageCodecs
import MediaModel

/// Reads a JPEG with libjpeg-turbo, whose own interface needs no `setjmp`.
enum JPEGDecoder {
    /// - Returns: Opaque pixels, upright.
    static func decode(_ bytes: [UInt8]) throws(Flaw) -> Raster {
        guard let decoder = tjInitDecompress() else { throw Flaw("libjpeg-turbo has no memory left") }
        defer { tjDestroy(decoder) }
        var (width, height, subsampling, space) = (Int32(), Int32(), Int32(), Int32())
        guard tjDecompressHeader3(decoder, bytes, UInt(bytes.count), &width, &height, &subsampling, &space) == 0
        else { throw flaw(of: decoder) }
        let size = PixelSize(width: Int(width), height: Int(height))
        try PictureLimits.check(size)
        // Such pictures are for printing; the conversion depends on an ink profile that we don't read.
        guard space != TJCS_CMYK.rawValue, space != TJCS_YCCK.rawValue else {
            throw Flaw("its colours are CMYK; save it as RGB")
        }
        var raster = Raster(size: size, pixels: [UInt8](repeating: 0, count: size.area * 4))
        // Without a limit on scans, a progressive file of some kilobytes can take minutes. A file that ends early is
        // only a warning to the library, and would be grey below.
        let status = tjDecompress2(
            decoder, bytes, UInt(bytes.count), &raster.pixels, width, 0, height, Int32(TJPF_RGBA.rawValue),
            TJFLAG_LIMITSCANS | TJFLAG_STOPONWARNING)
        guard status == 0 else { throw flaw(of: decoder) }
        return EXIFOrientation(jpeg: bytes).upright(raster)
    }

    private static func flaw(of decoder: tjhandle) -> Flaw {
        Flaw("libjpeg says: \(tjGetErrorStr2(decoder).map { String(cString: $0) } ?? "nothing")")
    }
}
