import CZlib

/// The gzip format (RFC 1952), unpacked, with an end: a kilobyte may claim to be a gigabyte.
package enum Gunzip {
    package enum Failure: Error, Equatable {
        case tooLong
        case damaged
    }

    private static let step = 64 << 10

    /// - Throws: ``Failure`` if there is more than `byteLimit`, or less than the whole.
    package static func unpack(_ bytes: [UInt8], byteLimit: Int) throws(Failure) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflateInit2(&stream, 15 + 16) == Z_OK else { throw .damaged }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output: [UInt8] = []
        var status = Z_OK
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
            }
        }
        guard output.count <= byteLimit else { throw .tooLong }
        guard status == Z_STREAM_END else { throw .damaged }
        return output
    }
}
