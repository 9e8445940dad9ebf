import FFmpegKit
import HLS
import MediaModel

/// Packs a track's packets into fragments of MP4, and these into parts and segments, cut where the grid says.
///
/// A part is so many packets in decoding order: with B pictures, its last picture on screen may come with the next
/// part, but every segment is complete in itself, since its first packet is an IDR picture.
final class Segmenter: PacketSink {
    enum Cuts {
        case video(PartGrid)
        case audio(PartGrid)

        /// The number of packets before a part.
        func packets(beforePart part: Int) -> Int {
            switch self {
            case .video(let grid): grid.videoFrame(ofPart: part)
            case .audio(let grid): grid.audioFrame(ofPart: part)
            }
        }

        var partsPerSegment: Int {
            switch self {
            case .video(let grid), .audio(let grid): grid.partsPerSegment
            }
        }

        /// Whether decoding can start with a part: sound anywhere, pictures where a segment starts.
        func isIndependent(_ part: Int) -> Bool {
            switch self {
            case .video(let grid): part % grid.partsPerSegment == 0
            case .audio: true
            }
        }

        func duration(packets: Int) -> MediaTime {
            switch self {
            case .video(let grid): grid.frameRate.time(ofTick: packets)
            case .audio: MediaTime(Int64(packets * AudioEncoder.samplesPerPacket), timescale: 48_000)
            }
        }
    }

    private let track: Int
    private var muxer: FragmentMuxer?
    private let cuts: Cuts
    private let output: BoundedQueue<TrackOutput>
    private let emitsParts: Bool
    private let declaredLoudness: LoudnessBox?
    /// What came with the last packet.
    private var timing: TickTiming?
    private var packetCount = 0
    private var partStart = 0
    private var part = 0
    private var segment: [UInt8] = []
    private var segmentStart = 0

    /// - Parameters:
    ///   - emitsParts: Whether to hand on each part as soon as it is complete, rather than whole segments.
    ///   - declaredLoudness: What the track says of its own loudness, as FFmpeg's muxer has no way to.
    init(
        track: Int, cuts: Cuts, output: BoundedQueue<TrackOutput>, emitsParts: Bool,
        declaredLoudness: LoudnessBox? = nil
    ) {
        self.emitsParts = emitsParts
        self.declaredLoudness = declaredLoudness
        self.track = track
        self.cuts = cuts
        self.output = output
    }

    func begin(_ track: EncodedTrack, codec: String) throws -> Bool {
        let muxer = try FragmentMuxer(track)
        let bytes = try declaredLoudness?.added(to: muxer.initSegment) ?? muxer.initSegment
        self.muxer = consume muxer
        return output.push(.initSegment(track: self.track, bytes: bytes, codec: codec))
    }

    func receive(_ packet: consuming Packet, _ timing: TickTiming?) throws -> Bool {
        self.timing = timing
        try muxer?.write(packet)
        packetCount += 1
        guard packetCount == cuts.packets(beforePart: part + 1) else { return true }
        return try finishPart()
    }

    /// Ends the track: the last segment may be shorter.
    func finish() throws {
        guard packetCount > partStart || !segment.isEmpty else { return }
        _ = try finishPart(isLast: true)
    }

    private func finishPart(isLast: Bool = false) throws -> Bool {
        let isFirst = part % cuts.partsPerSegment == 0
        var bytes = isFirst ? Self.segmentType : []
        bytes += try muxer?.finishPart() ?? []
        defer { partStart = packetCount }
        part += 1
        if emitsParts {
            let duration = cuts.duration(packets: packetCount) - cuts.duration(packets: partStart)
            return output.push(
                .part(
                    track: track,
                    EncodedPart(
                        bytes: bytes, duration: duration, isIndependent: cuts.isIndependent(part - 1), timing: timing)))
        }
        segment += bytes
        return isLast || part % cuts.partsPerSegment == 0 ? pushSegment() : true
    }

    private func pushSegment() -> Bool {
        let index = (part - 1) / cuts.partsPerSegment
        let duration = cuts.duration(packets: packetCount) - cuts.duration(packets: segmentStart)
        defer {
            segment = []
            segmentStart = packetCount
        }
        return output.push(.segment(track: track, EncodedSegment(index: index, bytes: segment, duration: duration)))
    }

    /// A `styp` box (ISO/IEC 14496-12, 8.16.2) that says CMAF segment (ISO/IEC 23000-19, 7.2); FFmpeg writes none.
    private static let segmentType: [UInt8] =
        [0, 0, 0, 24] + Array("styp".utf8) + Array("msdh".utf8) + [0, 0, 0, 0] + Array("msdhcmfs".utf8)
}
