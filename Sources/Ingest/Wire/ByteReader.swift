/// Reads big-endian fields from the bytes of one message.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int
    /// Of what is read, for errors: `"the video message"`.
    private let subject: StaticString

    init(_ bytes: ArraySlice<UInt8>, of subject: StaticString) {
        self.bytes = bytes
        self.subject = subject
        position = bytes.startIndex
    }

    var remaining: Int { bytes.endIndex - position }

    /// What wasn't read yet.
    var rest: ArraySlice<UInt8> { bytes[position...] }

    /// The next byte, without reading it.
    var next: UInt8? { remaining > 0 ? bytes[position] : nil }

    mutating func integer(bytes count: Int) throws(ProtocolError) -> UInt64 {
        var value: UInt64 = 0
        for byte in try take(count) { value = value << 8 | UInt64(byte) }
        return value
    }

    mutating func byte() throws(ProtocolError) -> UInt8 {
        guard remaining > 0 else { throw tooShort(1) }
        defer { position += 1 }
        return bytes[position]
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int) throws(ProtocolError) -> ArraySlice<UInt8> {
        guard count <= remaining else { throw tooShort(count) }
        defer { position += count }
        return bytes[position..<position + count]
    }

    private func tooShort(_ count: Int) -> ProtocolError {
        ProtocolError(
            .malformed,
            "\(subject) ends too early: at byte \(position - bytes.startIndex) \(count) more were expected, "
                + "\(remaining) are left.")
    }
}

extension [UInt8] {
    /// Appends the lowest `count` bytes of `value`, the most significant one first.
    mutating func append(bigEndian value: UInt64, bytes count: Int) {
        for shift in stride(from: (count - 1) * 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}
