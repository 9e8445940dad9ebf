import FFmpegKit
import HLS
import MediaModel

/// Encodes the programme's sound at one bit rate and packs it into segments.
struct SoundTrackEncoder: ~Copyable {
    private var encoder: AudioEncoder
    private var segmenter: Segmenter
    private let movie: MovieWriter?
    /// AAC frames wanted in all; unknown until the programme's end is.
    private var limit = Int64.max

    /// - Returns: `nil` when nobody wants segments any more.
    /// - Throws: ``FFmpegError`` if the encoder or the muxer fails, ``JobError`` if the movie can't be written.
    init?(
        track: Int, bitRate: Int, grid: PartGrid, output: BoundedQueue<TrackOutput>, movie: MovieWriter?,
        emitsParts: Bool = false
    ) throws {
        let encoder = try AudioEncoder(bitRate: bitRate)
        let description = try encoder.makeTrack()
        let segmenter = Segmenter(
            track: track, muxer: try FragmentMuxer(description), cuts: .audio(grid), output: output,
            emitsParts: emitsParts)
        let codec = try CodecString.aac(audioSpecificConfig: encoder.specificConfig)
        guard output.push(.initSegment(track: track, bytes: segmenter.initSegment, codec: codec)) else { return nil }
        try movie?.add(.audio, description)
        self.encoder = encoder
        self.segmenter = segmenter
        self.movie = movie
    }

    /// Encodes AAC frame `index`: 1024 samples of each channel. Returns `false` when nobody wants segments any more.
    mutating func encode(_ left: Span<Float>, _ right: Span<Float>, index: Int) throws -> Bool {
        try encoder.send(left: left, right: right, firstSample: Int64(index * AudioEncoder.samplesPerPacket))
        return try drain()
    }

    /// Ends the track after so many AAC frames.
    mutating func finish(frameCount: Int) throws {
        limit = Int64(frameCount)
        try encoder.sendEnd()
        guard try drain() else { return }
        try segmenter.finish()
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
                try movie?.writeSound(
                    packet.makeReference(), start: MediaTime(time, timescale: Int64(AudioEncoder.sampleRate)))
                guard try segmenter.add(packet) else { return false }
            }
        }
    }
}
