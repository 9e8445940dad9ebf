import MediaModel

/// How a phone was held: which way a JPEG has to be turned (EXIF 2.3, tag 0x0112).
struct EXIFOrientation {
    /// 1 to 8; 1 is upright.
    let value: Int

    /// Looks through a JPEG's head. One without the tag, or with a damaged one, is upright.
    init(_ bytes: [UInt8]) {
        var position = 2
        // Markers with a length, up to the first scan.
        while position + 4 <= bytes.count, bytes[position] == 0xFF, bytes[position + 1] != 0xDA {
            let length = bytes[position...].number(at: 2, bytes: 2)
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { break }
            if bytes[position + 1] == 0xE1, bytes[(position + 4)..<end].starts(with: Array("Exif\0\0".utf8)),
                let value = Self.value(in: bytes[(position + 10)..<end])
            {
                self.value = value
                return
            }
            position = end
        }
        value = 1
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
        var result = Raster(size: value >= 5 ? raster.size.transposed : raster.size, pixels: raster.pixels)
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
