/// Writes a protocol buffer, field by field (protobuf.dev, "Encoding"): as much of it as small ONNX files need.
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ field: Int, _ number: Int) {
        append(field << 3)
        append(number)
    }

    mutating func add(_ field: Int, _ content: [UInt8]) {
        append(field << 3 | 2)
        append(content.count)
        bytes += content
    }

    mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

    mutating func add(_ field: Int, _ write: (inout ProtobufMessage) -> Void) {
        var message = ProtobufMessage()
        write(&message)
        add(field, message.bytes)
    }

    /// Seven bits a byte, the lowest first.
    private mutating func append(_ number: Int) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest > 127 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
