/// The metadata of Dolby Vision profile 5 that travel with each picture of HEVC: the smallest that say so (ETSI GS CCM 001, 5.2).
public enum DolbyVisionMetadata {
    /// Adds them to each picture of a byte stream (ITU-T H.265, annex B).
    public static func added(to stream: [UInt8]) -> [UInt8] {
        var units: [[UInt8]] = []
        var index = 0
        while index < stream.count {
            if index + 3 <= stream.count, stream[index] == 0, stream[index + 1] == 0, stream[index + 2] == 1 {
                units.append([])
                index += 3
            } else {
                if !units.isEmpty { units[units.count - 1].append(stream[index]) }
                index += 1
            }
        }
        // One slice a picture, which is types 0 to 31; the metadata's is 62.
        return units.flatMap { unit -> [UInt8] in
            let isSlice = unit.first.map { $0 >> 1 < 32 } ?? false
            return [0, 0, 0, 1] + unit + (isSlice ? [0, 0, 0, 1, 0x7C, 0x01] + escaped(payload) : [])
        }
    }

    private static let payload: [UInt8] = {
        var bits = Bits()
        bits.add(25, 8)
        bits.add(2, 6)  // The kind of metadata.
        bits.add(18, 11)  // Their format.
        bits.add(0, 4)  // The profile: 0 with full range is 5.
        bits.add(0, 4)
        bits.add(1, 1)  // What the sequence is:
        bits.add(0, 3)
        bits.addCode(23)
        bits.add(1, 2)
        bits.add(1, 1)  // full range,
        for depth in [2, 2, 4] { bits.addCode(depth) }  // of 10, 10 and 12 bits,
        bits.add(0, 5)
        bits.add(1, 1)  // without a residual.
        bits.add(2, 2)  // A display's metadata follow the mapping.
        for _ in 0..<3 { bits.addCode(0) }
        for _ in 0..<3 {
            bits.addCode(0)
            bits.add(0, 10)
            bits.add(1_023, 10)
        }
        bits.addCode(0)
        bits.addCode(0)
        for _ in 0..<3 {
            // A straight line through 0 and 1.
            bits.addCode(0)
            bits.addCode(0)
            bits.add(0, 1)
            bits.addCode(0)
            bits.add(0, 23)
            bits.addCode(1)
            bits.add(0, 23)
        }
        for _ in 0..<3 { bits.addCode(0) }
        // Matrices that change nothing, with their offsets between them.
        for cell in 0..<9 { bits.add(cell % 4 == 0 ? 1 << 13 : 0, 16) }
        for _ in 0..<3 { bits.add(0, 32) }
        for cell in 0..<9 { bits.add(cell % 4 == 0 ? 1 << 14 : 0, 16) }
        bits.add(65_535, 16)  // PQ.
        bits.add(0, 64)
        bits.add(12, 5)
        bits.add(2, 2)  // IPT.
        bits.add(2, 2)
        bits.add(1, 2)
        bits.add(7, 12)
        bits.add(3_079, 12)
        bits.add(42, 10)
        bits.addCode(0)
        return bits.bytes + [0x80, 0x80]
    }()

    /// No three bytes look like the start of a unit.
    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var (escaped, zeros): ([UInt8], Int) = ([], 0)
        for byte in bytes {
            if zeros >= 2, byte <= 3 {
                escaped.append(3)
                zeros = 0
            }
            escaped.append(byte)
            zeros = byte == 0 ? zeros + 1 : 0
        }
        return escaped
    }

    private struct Bits {
        private var bits: [UInt8] = []

        mutating func add(_ value: Int, _ count: Int) {
            for bit in (0..<count).reversed() { bits.append(UInt8(value >> bit & 1)) }
        }

        /// Exponential Golomb: for 0, 1, 2, … without a sign.
        mutating func addCode(_ value: Int) {
            let width = Int.bitWidth - (value + 1).leadingZeroBitCount
            add(value + 1, 2 * width - 1)
        }

        var bytes: [UInt8] {
            stride(from: 0, to: bits.count, by: 8).map { start in
                (0..<8).reduce(0) { $0 << 1 | (start + $1 < bits.count ? bits[start + $1] : 0) }
            }
        }
    }
}
