import CImageCodecs
import MediaModel

/// Reads WebP, still or animated, with libwebp, which also puts an animation's frames together.
enum WebPDecoder {
    /// Calls `show` with each frame's premultiplied picture and how long it is shown, in milliseconds.
    ///
    /// - Parameter check: Sees the size and the number of frames before anything is decoded.
    static func decode(
        _ bytes: [UInt8], check: (PixelSize, Int) throws(Flaw) -> Void, show: (Raster, Int) -> Void
    ) throws(Flaw) {
        var outcome: Result<Void, Flaw> = .success(())
        // The demuxer and the decoder point into the bytes for as long as they live.
        bytes.withUnsafeBufferPointer { bytes in
            outcome = Result { () throws(Flaw) in try decode(bytes, check, show) }
        }
        try outcome.get()
    }

    private static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ check: (PixelSize, Int) throws(Flaw) -> Void,
        _ show: (Raster, Int) -> Void
    ) throws(Flaw) {
        var data = WebPData(bytes: bytes.baseAddress, size: bytes.count)
        guard let demuxer = WebPDemux(&data) else { throw .cutShort }
        let size = PixelSize(
            width: Int(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH)),
            height: Int(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT)))
        let count = Int(WebPDemuxGetI(demuxer, WEBP_FF_FRAME_COUNT))
        WebPDemuxDelete(demuxer)
        try check(size, count)

        var options = WebPAnimDecoderOptions()
        guard WebPAnimDecoderOptionsInit(&options) != 0 else { throw Flaw("this libwebp isn't the one we built with") }
        // Premultiplied, which is also how its own blending is exact.
        options.color_mode = MODE_rgbA
        options.use_threads = 0
        guard let decoder = WebPAnimDecoderNew(&data, &options) else { throw .cutShort }
        defer { WebPAnimDecoderDelete(decoder) }
        var last: Int32 = 0
        for _ in 0..<count {
            var (pixels, end): (UnsafeMutablePointer<UInt8>?, Int32) = (nil, 0)
            // The buffer belongs to the decoder until the next call.
            guard WebPAnimDecoderGetNext(decoder, &pixels, &end) != 0, let pixels else { throw .cutShort }
            let copy = Array(UnsafeBufferPointer(start: pixels, count: size.area * 4))
            show(Raster(size: size, pixels: copy), Int(end) - Int(last))
            last = end
        }
    }
}
