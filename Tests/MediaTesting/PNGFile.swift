/// The bytes of PNG files, put together by hand: whole ones, animated ones, and ones that lie.
///
///     let red = PNGFile.still(width: 4, height: 4) { _, _ in [255, 0, 0, 255] }
///     let film = PNGFile.animated(width: 4, height: 4, frames: [.init(pixels: …, delay: 40)])
package enum PNGFile {
    /// One frame of an animation.
    package struct Frame {
        package var x = 0, y = 0
        package var width, height: Int
        /// Red, green, blue and alpha, not multiplied.
        package var pixels: [UInt8]
        /// In milliseconds.
        package var delay: Int
        package var disposal: UInt8 = 0, blend: UInt8 = 0

        package init(
            x: Int = 0, y: Int = 0, width: Int, height: Int, color: [UInt8], delay: Int, disposal: UInt8 = 0,
            blend: UInt8 = 0
        ) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
            pixels = Array(repeatElement(color, count: width * height).joined())
            (self.delay, self.disposal, self.blend) = (delay, disposal, blend)
        }
    }

    /// - Parameters:
    ///   - exif: What the file says of its camera, after the pixels; `nil` for nothing.
    ///   - color: Red, green, blue and alpha, not multiplied, of a column and a row.
    package static func still(
        width: Int, height: Int, exif: [UInt8]? = nil, color: (Int, Int) -> [UInt8]
    ) -> [UInt8] {
        var pixels: [UInt8] = []
        for y in 0..<height { for x in 0..<width { pixels += color(x, y) } }
        let data = chunk("IDAT", compressed(pixels, width: width))
        return signature + header(width, height) + data + (exif.map { chunk("eXIf", $0) } ?? []) + chunk("IEND", [])
    }

    /// A picture with two bytes for each of red, green, blue and alpha, and no word on what light they mean.
    package static func deep(width: Int, height: Int, color: [UInt8]) -> [UInt8] {
        let pixels = Array(repeatElement(color.flatMap { [$0, $0] }, count: width * height).joined())
        return signature + chunk("IHDR", big(width) + big(height) + [16, 6, 0, 0, 0])
            + chunk("IDAT", compressed(pixels, width: width, bytesPerPixel: 8)) + chunk("IEND", [])
    }

    /// - Parameter announced: How many frames the file says it has; those it has if left out.
    package static func animated(width: Int, height: Int, frames: [Frame], announced: Int? = nil) -> [UInt8] {
        var file = signature + header(width, height)
        file += chunk("acTL", big(announced ?? frames.count) + big(0))
        var sequence = 0
        for (index, frame) in frames.enumerated() {
            let place = big(frame.width) + big(frame.height) + big(frame.x) + big(frame.y)
            let delay = Array(big(frame.delay)[2...]) + [3, 232]
            file += chunk("fcTL", big(sequence) + place + delay + [frame.disposal, frame.blend])
            sequence += 1
            let data = compressed(frame.pixels, width: frame.width)
            if index == 0 {
                file += chunk("IDAT", data)
            } else {
                file += chunk("fdAT", big(sequence) + data)
                sequence += 1
            }
        }
        return file + chunk("IEND", [])
    }

    /// A file's first bytes: it says a size, and has nothing after that.
    package static func headOnly(width: Int, height: Int) -> [UInt8] {
        signature + header(width, height) + chunk("IDAT", compressed([], width: 1)) + chunk("IEND", [])
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func header(_ width: Int, _ height: Int) -> [UInt8] {
        chunk("IHDR", big(width) + big(height) + [8, 6, 0, 0, 0])
    }

    private static func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + payload
        return big(payload.count) + body + big(Int(crc(body)))
    }

    /// Rows without a filter, in zlib's form without compression.
    private static func compressed(_ pixels: [UInt8], width: Int, bytesPerPixel: Int = 4) -> [UInt8] {
        var rows: [UInt8] = []
        for start in stride(from: 0, to: pixels.count, by: width * bytesPerPixel) {
            rows += [0] + pixels[start..<start + width * bytesPerPixel]
        }
        var stream: [UInt8] = [0x78, 0x01]
        var position = 0
        repeat {
            let block = rows[position..<min(rows.count, position + 65_535)]
            position += block.count
            let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
            stream += [position == rows.count ? 1 : 0, low, high, ~low, ~high] + block
        } while position < rows.count
        var (a, b) = (1, 0)
        for byte in rows {
            a = (a + Int(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return stream + big(b << 16 | a)
    }

    private static func big(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
        }
        return ~crc
    }
}
