/// Reads a NAL unit of H.264 bit by bit, and passes over emulation prevention bytes (7.3.1).
///
/// Hostile bytes: no number has more than 32 bits, and nothing is read beyond the end.
struct ParameterSetReader {
    /// The unit is shorter than it says, or a number longer than any may be.
    struct Damage: Error {}

    private let bytes: ArraySlice<UInt8>
    /// Where the next bit is: its byte, and its place in that, 0 being the highest.
    private(set) var byte: Int
    private(set) var bit = 0
    /// How many zero bytes there are right before ``byte``.
    private var zeros = 0

    /// - Parameter bytes: From the NAL unit's header on. Indices are those of the whole.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        byte = bytes.startIndex
    }

    mutating func flag() throws(Damage) -> Bool {
        guard byte < bytes.endIndex else { throw Damage() }
        let value = bytes[byte] << bit & 0x80 != 0
        bit += 1
        if bit == 8 { nextByte() }
        return value
    }

    /// u(n): so many bits, at most 32.
    @discardableResult
    mutating func bits(_ count: Int) throws(Damage) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count { value = value << 1 | (try flag() ? 1 : 0) }
        return value
    }

    /// ue(v): so many zeros, a one, and as many bits (9.1).
    @discardableResult
    mutating func unsigned() throws(Damage) -> UInt32 {
        var zeros = 0
        while !(try flag()) {
            zeros += 1
            if zeros == 32 { throw Damage() }
        }
        return (1 << zeros) - 1 + (try bits(zeros))
    }

    /// se(v): 0, 1, −1, 2, −2 and so on (9.1.1).
    @discardableResult
    mutating func signed() throws(Damage) -> Int64 {
        let number = Int64(try unsigned())
        return number % 2 == 1 ? number / 2 + 1 : -number / 2
    }

    private mutating func nextByte() {
        zeros = bytes[byte] == 0 ? zeros + 1 : 0
        (byte, bit) = (byte + 1, 0)
        if zeros >= 2, byte < bytes.endIndex, bytes[byte] == 3 { (byte, zeros) = (byte + 1, 0) }
    }
}
