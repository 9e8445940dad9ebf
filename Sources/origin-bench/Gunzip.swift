import CZlib

/// Returns what a gzip body holds, at most 8 MiB of it.
func gunzip(_ body: [UInt8]) throws(LoadError) -> [UInt8] {
    var stream = z_stream()
    // 15 bits of window, and 16 for gzip's own head (zlib.h).
    guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        throw LoadError("zlib can't begin")
    }
    defer { inflateEnd(&stream) }
    var input = body
    var output: [UInt8] = []
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
        defer { chunk.deallocate() }
        repeat {
            stream.next_out = chunk.baseAddress
            stream.avail_out = UInt32(chunk.count)
            status = inflate(&stream, Z_NO_FLUSH)
            output += chunk.prefix(chunk.count - Int(stream.avail_out))
        } while status == Z_OK && output.count < 8 << 20
    }
    guard status == Z_STREAM_END else { throw LoadError("a gzip body that zlib can't read (status \(status))") }
    return output
}
