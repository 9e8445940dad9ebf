import Glibc

/// What a viewer needs to know of an answer's head.
struct ResponseHead {
    var status = 0
    /// Of the body, in bytes.
    var contentLength: Int?
    var isGzip = false
    /// Whether the server closes the connection after it.
    var closes = false
    /// Of the head itself with its empty line, in bytes.
    var length = 0

    /// Returns `nil` until the head is there as a whole.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, let length = Self.length(of: bytes) else { return nil }
        self.length = length
        var position = 0
        while position < length - 2 {
            let rest = start + position
            guard let newline = memchr(rest, 10, length - position) else { break }
            let count = UnsafeRawPointer(newline) - rest
            read(UnsafeRawBufferPointer(start: rest, count: max(0, count - 1)), isFirst: position == 0)
            position += count + 1
        }
    }

    /// Up to the empty line and with it.
    private static func length(of bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 0
        while position + 2 < bytes.count,
            let newline = memchr(bytes.baseAddress! + position, 10, bytes.count - position)
        {
            position = UnsafeRawPointer(newline) - bytes.baseAddress! + 1
            if position + 1 < bytes.count, bytes[position] == 13, bytes[position + 1] == 10 { return position + 2 }
        }
        return nil
    }

    private mutating func read(_ line: UnsafeRawBufferPointer, isFirst: Bool) {
        if isFirst {
            // "HTTP/1.1 200 OK"
            status = Self.number(line.dropFirst(9).prefix(3)) ?? 0
        } else if let value = Self.value(of: "content-length", in: line) {
            contentLength = Self.number(value)
        } else if let value = Self.value(of: "content-encoding", in: line) {
            isGzip = value.elementsEqual("gzip".utf8)
        } else if let value = Self.value(of: "connection", in: line) {
            closes = value.elementsEqual("close".utf8)
        }
    }

    private static func value(of name: StaticString, in line: UnsafeRawBufferPointer) -> Slice<UnsafeRawBufferPointer>?
    {
        let count = name.utf8CodeUnitCount
        guard line.count > count, line[count] == UInt8(ascii: ":"),
            strncasecmp(line.baseAddress!, name.utf8Start, count) == 0
        else { return nil }
        return line.dropFirst(count + 1).drop { $0 == UInt8(ascii: " ") }
    }

    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard !digits.isEmpty, digits.count < 16 else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}

/// `strncasecmp` for bytes; header names are ASCII.
private func strncasecmp(_ bytes: UnsafeRawPointer, _ name: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    Glibc.strncasecmp(
        bytes.assumingMemoryBound(to: CChar.self), UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self), count)
}
