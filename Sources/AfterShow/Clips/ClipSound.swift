import Broadcast
import FFmpegKit
import HLS
import MediaModel

/// A clip's sound: decoded, faded in and out, and encoded anew, so that it begins on the very sample.
///
/// Belongs to one thread.
struct ClipSound: ~Copyable {
    /// What the movie has to know of it.
    let track: EncodedTrack

    private var sound: RecordedSound
    private var encoder: AudioEncoder
    private let range: Range<Int64>
    /// AAC frames so far, and in all.
    private var blocks: Int64 = 0
    private let blockCount: Int64

    /// 5 ms: what keeps a cut from clicking.
    private static let fade: Int64 = 240
    private static let block = AudioEncoder.samplesPerPacket

    /// - Parameter range: In samples of the recording, at 48 kHz.
    init(_ reader: RecordingReader, _ rendition: RecordedRendition, _ range: Range<Int64>) throws {
        let encoder = try AudioEncoder(bitRate: 128_000)
        track = try encoder.makeTrack()
        self.encoder = encoder
        sound = RecordedSound(reader, rendition, range)
        self.range = range
        blockCount = (Int64(range.count) + Int64(Self.block) - 1) / Int64(Self.block)
    }

    /// Writes what is heard up to a sample of the recording; all of it, if that is the range's end.
    mutating func write(upTo sample: Int64, to movie: inout WholeMovie) throws {
        try sound.read(upTo: sample, by: Self.block) { left, right in
            let first = blocks * Int64(Self.block)
            Self.fade(&left, &right, from: first, of: Int64(range.count))
            try encoder.send(left: left.span, right: right.span, firstSample: first)
            blocks += 1
            try Self.drain(&encoder, upTo: blockCount, to: &movie)
        }
        guard sample >= range.upperBound else { return }
        try encoder.sendEnd()
        try Self.drain(&encoder, upTo: blockCount, to: &movie)
    }

    /// - Parameters:
    ///   - first: The block's first sample, in a clip of `count`.
    private static func fade(_ left: inout [Float], _ right: inout [Float], from first: Int64, of count: Int64) {
        for index in left.indices {
            let place = first + Int64(index)
            let edge = min(place, count - 1 - place)
            guard edge < fade else { continue }
            let gain = Float(max(0, edge)) / Float(fade)
            left[index] *= gain
            right[index] *= gain
        }
    }

    private static func drain(_ encoder: inout AudioEncoder, upTo end: Int64, to movie: inout WholeMovie) throws {
        while case .packet(let packet) = try encoder.receive() {
            // Before 0 is the encoder's run-up, without which no edit list is needed; after the last, what it needed to end.
            guard let time = packet.presentationTime, time >= 0, time / Int64(block) < end else { continue }
            try movie.write(packet, to: .audio)
        }
    }
}
