/// The chunks of a PNG file, in order, without those after a damaged length.
struct PNGChunks: Sequence, IteratorProtocol {
    struct Chunk {
        /// Four letters, e.g. `IHDR`.
        let type: [UInt8]
        let payload: ArraySlice<UInt8>

        func isOf(_ name: StaticString) -> Bool {
            name.withUTF8Buffer { $0.elementsEqual(type) }
        }
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private let bytes: [UInt8]
    private var position = signature.count

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Chunk? {
        guard position + 12 <= bytes.count else { return nil }
        let length = bytes[position...].number(at: 0, bytes: 4)
        guard position + 12 + length <= bytes.count else { return nil }
        let type = Array(bytes[position + 4..<position + 8])
        let payload = bytes[position + 8..<position + 8 + length]
        position += 12 + length
        return Chunk(type: type, payload: payload)
    }

    /// A chunk as it stands in a file: length, type, payload, checksum.
    static func encoded(_ type: [UInt8], _ payload: some Sequence<UInt8>) -> [UInt8] {
        let body = type + payload
        let length = body.count - 4
        return bigEndian(length) + body + bigEndian(Int(checksum(body)))
    }

    static func bigEndian(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    /// CRC-32 as PNG has it (ISO 3309).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
        return ~crc
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
}

extension ArraySlice<UInt8> {
    /// A number with its most significant byte first.
    ///
    /// - Parameter offset: From the slice's start. What lies beyond its end counts as 0.
    func number(at offset: Int, bytes count: Int) -> Int {
        dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
