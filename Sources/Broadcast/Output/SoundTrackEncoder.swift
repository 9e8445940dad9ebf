import FFmpegKit
import HLS
import MediaModel

/// Encodes the programme's sound at one bit rate, and hands out the packets.
struct SoundTrackEncoder: ~Copyable {
    private var encoder: AudioEncoder
    private var sinks: PacketFanOut
    /// AAC frames wanted in all; unknown until the programme's end is.
    private var limit = Int64.max

    /// - Returns: `nil` when nobody wants packets.
    /// - Throws: ``FFmpegError`` if the encoder fails, and what a sink throws.
    init?(bitRate: Int, sinks: [any PacketSink]) throws {
        let encoder = try AudioEncoder(bitRate: bitRate)
        var fanOut = PacketFanOut(sinks)
        let codec = try CodecString.name(of: .aac, configuration: encoder.specificConfig)
        guard try fanOut.begin(encoder.makeTrack(), codec: codec) else { return nil }
        self.encoder = encoder
        self.sinks = fanOut
    }

    /// Encodes AAC frame `index`: 1024 samples of each channel. Returns `false` when nobody wants packets any more.
    mutating func encode(_ left: Span<Float>, _ right: Span<Float>, index: Int) throws -> Bool {
        try encoder.send(left: left, right: right, firstSample: Int64(index * AudioEncoder.samplesPerPacket))
        return try drain()
    }

    /// Ends the track after so many AAC frames.
    mutating func finish(frameCount: Int) throws {
        limit = Int64(frameCount)
        try encoder.sendEnd()
        guard try drain() else { return }
        try sinks.finish()
    }

    private mutating func drain() throws -> Bool {
        while true {
            switch try encoder.receive() {
            case .needsInput: return true
            case .finished: return true
            case .packet(let packet):
                // Before 0 is the encoder's run-up; after the limit, what it needed to finish.
                guard let time = packet.presentationTime, time >= 0,
                    time / Int64(AudioEncoder.samplesPerPacket) < limit
                else { continue }
                guard try sinks.receive(packet) else { return false }
            }
        }
    }
}
