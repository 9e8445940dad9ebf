import MediaModel

/// How a phone was held: which way a picture has to be turned (EXIF 2.3, tag 0x0112).
///
/// A picture without the tag, or with a damaged one, is upright.
struct EXIFOrientation {
    /// 1 to 8; 1 is upright.
    let value: Int

    static let upright = EXIFOrientation(value: 1)

    private init(value: Int) { self.value = value }

    /// Reads a block as the file formats hold it: TIFF from its byte order on, with or without `Exif` before it.
    private init?(block: ArraySlice<UInt8>) {
        let name = Array("Exif\0\0".utf8)
        guard let value = Self.value(in: block.starts(with: name) ? block.dropFirst(name.count) : block) else {
            return nil
        }
        self.value = value
    }

    /// Looks through a JPEG's head (EXIF 2.3, 4.7.2).
    init(jpeg bytes: [UInt8]) {
        self = Self.find(inJPEG: bytes) ?? .upright
    }

    /// Looks for the `eXIf` chunk of a PNG, which may stand before or after the pixels (PNG, third edition, 11.3.4.5).
    init(png bytes: [UInt8]) {
        for chunk in PNGChunks(bytes).prefix(Self.mostChunks) where chunk.isOf("eXIf") {
            self = Self(block: chunk.payload) ?? .upright
            return
        }
        self = .upright
    }

    /// Looks for the `EXIF` chunk of a WebP (RFC 9649, 2.7).
    init(webp bytes: [UInt8]) {
        self = Self.find(inWebP: bytes) ?? .upright
    }

    /// Whether width and height change places.
    var isTransposing: Bool { value >= 5 }

    /// The size of an upright picture that is stored in `size`.
    func applied(to size: PixelSize) -> PixelSize { isTransposing ? size.transposed : size }

    /// A file of small chunks could hold very many.
    private static let mostChunks = 10_000

    private static func find(inJPEG bytes: [UInt8]) -> EXIFOrientation? {
        var position = 2
        // Markers with a length, up to the first scan.
        while position + 4 <= bytes.count, bytes[position] == 0xFF, bytes[position + 1] != 0xDA {
            let length = bytes[position...].number(at: 2, bytes: 2)
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { return nil }
            if bytes[position + 1] == 0xE1, bytes[(position + 4)..<end].starts(with: Array("Exif\0\0".utf8)),
                let found = EXIFOrientation(block: bytes[(position + 4)..<end])
            {
                return found
            }
            position = end
        }
        return nil
    }

    private static func find(inWebP bytes: [UInt8]) -> EXIFOrientation? {
        var position = 12
        for _ in 0..<mostChunks where position + 8 <= bytes.count {
            let size = bytes[(position + 4)..<(position + 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
            let end = position + 8 + size
            guard end <= bytes.count else { return nil }
            if bytes[position..<(position + 4)].elementsEqual("EXIF".utf8) {
                return EXIFOrientation(block: bytes[(position + 8)..<end])
            }
            // Chunks begin at even places.
            position = end + size % 2
        }
        return nil
    }

    /// - Parameter tiff: From its byte order on.
    private static func value(in tiff: ArraySlice<UInt8>) -> Int? {
        let isLittle = tiff.first == UInt8(ascii: "I")
        func number(_ offset: Int, _ count: Int) -> Int {
            let bytes = tiff.dropFirst(offset).prefix(count)
            return isLittle ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) } : bytes.reduce(0) { $0 << 8 | Int($1) }
        }
        let directory = number(4, 4)
        // No camera writes more than some dozen entries.
        for entry in 0..<min(200, number(directory, 2)) {
            let offset = directory + 2 + entry * 12
            guard number(offset, 2) == 0x0112 else { continue }
            let value = number(offset + 8, 2)
            return 1...8 ~= value ? value : nil
        }
        return nil
    }

    /// The picture as it was seen.
    func upright(_ raster: Raster) -> Raster {
        guard value > 1 else { return raster }
        let (width, height) = (raster.size.width, raster.size.height)
        var result = Raster(size: applied(to: raster.size), pixels: raster.pixels)
        for y in 0..<result.size.height {
            for x in 0..<result.size.width {
                let (column, row) =
                    switch value {
                    case 2: (width - 1 - x, y)
                    case 3: (width - 1 - x, height - 1 - y)
                    case 4: (x, height - 1 - y)
                    case 5: (y, x)
                    case 6: (y, height - 1 - x)
                    case 7: (width - 1 - y, height - 1 - x)
                    default: (width - 1 - y, x)
                    }
                let (source, target) = ((row * width + column) * 4, (y * result.size.width + x) * 4)
                for channel in 0..<4 { result.pixels[target + channel] = raster.pixels[source + channel] }
            }
        }
        return result
    }
}
