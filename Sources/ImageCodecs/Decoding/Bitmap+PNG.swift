public import Typeset

extension Bitmap {
    /// Reads a PNG at its own size.
    ///
    /// - Parameters:
    ///   - bytes: A whole file's.
    ///   - name: What errors call it.
    /// - Throws: ``PictureError`` for what isn't a PNG or is larger than ``PictureLimits`` allow.
    public init(png bytes: [UInt8], name: String) throws(PictureError) {
        do throws(Flaw) {
            guard bytes.starts(with: PNGChunks.signature) else { throw Flaw("it is not a PNG") }
            let raster = try PNGDecoder.decode(bytes)
            self.init(size: raster.size, pixels: raster.pixels)
        } catch {
            throw PictureError(name, error.reason)
        }
    }
}
