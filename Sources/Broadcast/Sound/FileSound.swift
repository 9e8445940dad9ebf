import FFmpegKit

/// A file's sound, all of it. What isn't there yet is waited for.
struct FileSound: SoundSupply, ~Copyable {
    private var decoder: SoundDecoder
    private let packets: BoundedQueue<Packet>
    private let hasSound: Bool

    /// - Parameter source: May be without sound.
    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(
        _ source: borrowing FileSource, packets: BoundedQueue<Packet>, diagnostics: Diagnostics
    ) throws(FFmpegError) {
        var decoder = SoundDecoder(diagnostics: diagnostics)
        if let track = source.audio { try decoder.open(source.container.makeParameters(of: track)) }
        hasSound = source.audio != nil
        self.decoder = decoder
        self.packets = packets
    }

    mutating func fill(_ buffer: inout SoundBuffer, _ count: Int, at position: Int) throws -> Bool {
        guard hasSound else { return false }
        while buffer.count < count {
            guard let packet = packets.pop() else {
                try decoder.finish(into: &buffer)
                return false
            }
            try decoder.decode(packet, into: &buffer)
        }
        return true
    }

    mutating func stop() -> Int64 {
        packets.abandon()
        return decoder.position
    }
}
