import CZlib

/// The gzip format (RFC 1952), as `Content-Encoding: gzip` has it.
package enum Gzip {
    /// Compresses all of `bytes` at once. Any thread.
    ///
    /// - Parameter level: From 1, fast, to 9, small. Playlists shrink to a tenth at any level.
    /// - Returns: `nil` if there is no memory for it: send the bytes as they are.
    package static func compress(_ bytes: [UInt8], level: Int32 = 4) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 more for gzip's header instead of zlib's (zlib.h).
        guard czlib_deflateInit2(&stream, level, 15 + 16) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                // One call is enough: the bound is what it may take at most.
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? bound - Int(stream.avail_out) : 0
            }
        }
    }
}
