import CZlib

/// The gzip format (RFC 1952) and zlib's (RFC 1950, which HTTP calls `deflate`), unpacked, with an end: a kilobyte may claim
/// to be a gigabyte.
package enum Gunzip {
    package enum Failure: Error, Equatable {
        case tooLong
        case damaged
    }

    private static let step = 64 << 10
    /// Of files in a row: thousands of empty ones would cost more than what they hold.
    private static let mostMembers = 256

    /// Which of the two it is, the bytes say themselves. Gzip's may be several files in a row (RFC 1952, 2.2).
    ///
    /// - Throws: ``Failure`` if there is more than `byteLimit`, less than the whole, or something else behind it.
    package static func unpack(_ bytes: [UInt8], byteLimit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflateInit2(&stream, 15 + 32) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var status = Z_OK
        var members = 1
        input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while status == Z_OK, output.count <= byteLimit {
                output += [UInt8](unsafeUninitializedCapacity: step) { target, count in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(step)
                    status = inflate(&stream, Z_NO_FLUSH)
                    count = step - Int(stream.avail_out)
                }
                // Another file may follow; what is none is an error of its head.
                if status == Z_STREAM_END, stream.avail_in > 0 {
                    members += 1
                    status = members > mostMembers ? Z_DATA_ERROR : inflateReset(&stream)
                }
            }
        }
        guard output.count <= byteLimit else { throw .tooLong }
        guard status == Z_STREAM_END else { throw .damaged }
        return output
    }
}
