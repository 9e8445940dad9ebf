import CFFmpeg

/// An `AVIOContext` that collects what a muxer writes.
struct MemorySink: ~Copyable {
    private final class Bytes {
        var collected: [UInt8] = []
    }

    let context: UnsafeMutablePointer<AVIOContext>
    /// The context holds an unretained reference to it, and doesn't outlive it.
    private let bytes = Bytes()

    /// FFmpeg hands its buffer over whenever it is full; a part of half a second takes two or three of these.
    private static let bufferSize = 64 * 1024

    init() throws(FFmpegError) {
        guard let buffer = av_malloc(Self.bufferSize) else {
            throw FFmpegError(operation: "av_malloc", subject: "muxer's buffer", code: .outOfMemory)
        }
        let made = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferSize), 1,
            Unmanaged.passUnretained(bytes).toOpaque(), nil,
            { opaque, data, count in
                let bytes = Unmanaged<Bytes>.fromOpaque(opaque!).takeUnretainedValue()
                bytes.collected.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return count
            }, nil)
        guard let made else {
            av_free(buffer)
            throw FFmpegError(operation: "avio_alloc_context", subject: nil, code: .outOfMemory)
        }
        context = made
        // A live stream can't be rewritten, and the muxer must know.
        context.pointee.seekable = 0
    }

    deinit {
        // The buffer may have been replaced by FFmpeg; the context knows the one in use.
        av_freep(UnsafeMutableRawPointer(context.pointer(to: \.buffer)!))
        var context: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&context)
    }

    /// All that was written since the last call.
    func takeBytes() -> [UInt8] {
        avio_flush(context)
        defer { bytes.collected = [] }
        return bytes.collected
    }
}
