import FFmpegKit

/// A file's sound on the programme's sample clock. Belongs to one thread.
struct SoundSource: ~Copyable {
    private var decoder: SoundDecoder
    private let packets: BoundedQueue<Packet>

    /// - Throws: ``FFmpegError`` if there is no decoder.
    init(parameters: borrowing CodecParameters, packets: BoundedQueue<Packet>, diagnostics: Diagnostics) throws {
        decoder = SoundDecoder(diagnostics: diagnostics)
        try decoder.open(parameters)
        self.packets = packets
    }

    /// The position after the last sample that was put on the clock.
    var position: Int64 { decoder.position }

    /// Adds the next packet's sound to `buffer`. Returns `false` after the last.
    mutating func read(into buffer: inout SoundBuffer) throws -> Bool {
        guard let packet = packets.pop() else {
            try decoder.finish(into: &buffer)
            return false
        }
        try decoder.decode(packet, into: &buffer)
        return true
    }

    /// Reads no further.
    mutating func stop() {
        packets.abandon()
    }
}
