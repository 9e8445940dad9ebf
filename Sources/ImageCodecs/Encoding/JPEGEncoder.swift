import CImageCodecs
import MediaModel
public import Typeset

/// Writes pictures as JPEG files with libjpeg-turbo: for looking at in a hurry. A canvas takes some milliseconds, where a
/// PNG takes fifty.
public enum JPEGEncoder {
    /// - Parameters:
    ///   - bitmap: Where it is transparent, black shows through.
    ///   - quality: 1 to 100, as libjpeg counts it.
    /// - Returns: The bytes of a whole file, its colours at full resolution: letters keep their edges.
    /// - Throws: ``PictureError`` without memory.
    public static func encode(_ bitmap: Bitmap, quality: Int = 88, name: String) throws(PictureError) -> [UInt8] {
        precondition(1...100 ~= quality, "quality \(quality)")
        let size = bitmap.size
        let (width, height) = (Int32(size.width), Int32(size.height))
        guard let encoder = tjInitCompress() else {
            throw PictureError(name, verb: "written", "libjpeg-turbo has no memory left")
        }
        defer { tjDestroy(encoder) }
        let sampling = Int32(TJSAMP_444.rawValue)
        let capacity = Int(tjBufSize(width, height, sampling))
        let file = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var start = buffer.baseAddress
            var written = UInt(capacity)
            // Into our own memory, which is as large as any such picture gets.
            let status = tjCompress2(
                encoder, bitmap.pixels, width, 0, height, Int32(TJPF_RGBX.rawValue), &start, &written, sampling,
                Int32(quality), TJFLAG_NOREALLOC | TJFLAG_FASTDCT)
            count = status == 0 ? min(Int(written), capacity) : 0
        }
        guard !file.isEmpty else {
            let reason = tjGetErrorStr2(encoder).map { String(cString: $0) } ?? "nothing"
            throw PictureError(name, verb: "written", "libjpeg says: \(reason)")
        }
        return file
    }
}
