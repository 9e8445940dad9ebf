package import MediaModel

/// How large a JPEG is, from its own header (ITU-T T.81, B.2.2): of anyone's file, and without decoding it.
package enum JPEGSize {
    /// The markers of a frame's header: baseline, progressive and their like, without DHT, JPG and DAC.
    private static let frames: Set<UInt8> = [
        0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF,
    ]

    /// - Returns: `nil` for what is no JPEG, or is cut off before its size is told.
    package static func read(_ bytes: [UInt8]) -> PixelSize? {
        guard bytes.count >= 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
        var place = 2
        while place + 4 <= bytes.count, bytes[place] == 0xFF {
            let marker = bytes[place + 1]
            // A marker may be preceded by any number of 0xFF.
            if marker == 0xFF {
                place += 1
                continue
            }
            let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
            guard length >= 2 else { return nil }
            if frames.contains(marker) {
                guard length >= 8, place + 9 <= bytes.count else { return nil }
                let (height, width) = (
                    Int(bytes[place + 5]) << 8 | Int(bytes[place + 6]),
                    Int(bytes[place + 7]) << 8 | Int(bytes[place + 8])
                )
                return width > 0 && height > 0 ? PixelSize(width: width, height: height) : nil
            }
            place += 2 + length
        }
        return nil
    }
}
