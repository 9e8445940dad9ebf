import CFFmpeg

/// Coded media of one track: a picture, or a few milliseconds of sound.
public struct Packet: ~Copyable {
    /// Valid and unaliased for the packet's whole life: only `deinit` frees it.
    let pointer: UnsafeMutablePointer<AVPacket>

    /// Makes an empty packet, for FFmpeg to fill.
    init() {
        // Fails only for want of some 100 bytes, where Swift's own allocations trap as well.
        pointer = av_packet_alloc()!
    }

    /// Makes a packet of coded bytes that came over a network.
    ///
    /// - Parameters:
    ///   - presentationTime: In nanoseconds, like `decodingTime`.
    ///   - isKey: Whether decoding can start here.
    /// - Throws: ``FFmpegError`` when there is no memory.
    public init(
        copying bytes: Span<UInt8>, presentationTime: Int64, decodingTime: Int64, isKey: Bool
    ) throws(FFmpegError) {
        self.init()
        try check(av_new_packet(pointer, Int32(bytes.count)), "av_new_packet")
        bytes.withUnsafeBytes { source in
            if let base = source.baseAddress {
                UnsafeMutableRawPointer(pointer.pointee.data).copyMemory(from: base, byteCount: source.count)
            }
        }
        pointer.pointee.pts = presentationTime
        pointer.pointee.dts = decodingTime
        if isKey { pointer.pointee.flags |= AV_PKT_FLAG_KEY }
    }

    deinit {
        var pointer: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&pointer)
    }
}

// A packet has one owner at a time, and FFmpeg counts the users of its bytes atomically.
extension Packet: @unchecked Sendable {}

extension Packet {
    /// The track's number in its container.
    public var trackIndex: Int { Int(pointer.pointee.stream_index) }

    /// In ticks of its encoder, or nanoseconds when read from a container; `nil` if the source didn't say.
    public var presentationTime: Int64? {
        get { pointer.pointee.pts == cffmpeg_AV_NOPTS_VALUE ? nil : pointer.pointee.pts }
        set { pointer.pointee.pts = newValue ?? cffmpeg_AV_NOPTS_VALUE }
    }

    /// In ticks of its encoder, or nanoseconds when read from a container; `nil` if the source didn't say.
    public var decodingTime: Int64? {
        get { pointer.pointee.dts == cffmpeg_AV_NOPTS_VALUE ? nil : pointer.pointee.dts }
        set { pointer.pointee.dts = newValue ?? cffmpeg_AV_NOPTS_VALUE }
    }

    /// How long the packet lasts, in the unit of its times; 0 if unknown.
    public var duration: Int64 {
        get { pointer.pointee.duration }
        set { pointer.pointee.duration = newValue }
    }

    /// Whether decoding can start here.
    public var isKey: Bool { pointer.pointee.flags & AV_PKT_FLAG_KEY != 0 }

    /// Whether the container found its bytes damaged or cut off.
    public var isDamaged: Bool { pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 }

    /// Has a decoder take the packet, as others need it, and not give out its picture.
    public mutating func hide() { pointer.pointee.flags |= AV_PKT_FLAG_DISCARD }

    /// Whether it was hidden, by ``hide()`` or its container.
    public var isHidden: Bool { pointer.pointee.flags & AV_PKT_FLAG_DISCARD != 0 }

    public var byteCount: Int { Int(pointer.pointee.size) }

    /// Calls `body` with the coded bytes.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeMutableBufferPointer(start: pointer.pointee.data, count: byteCount).span)
    }

    /// Another owner of the same bytes.
    ///
    /// - Throws: ``FFmpegError`` when there is no memory.
    public func makeReference() throws(FFmpegError) -> Packet {
        let copy = Packet()
        try check(av_packet_ref(copy.pointer, pointer), "av_packet_ref")
        return copy
    }
}
