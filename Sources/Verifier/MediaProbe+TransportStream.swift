import FFmpegKit
import Foundation
import HLS
import MediaModel

extension MediaProbe {
    private static let timescale: Int64 = 1_000_000_000
    private static let maximumPacketCount = 1 << 17

    /// Looks into a segment that is a transport stream as if it had boxes: tracks, samples, times.
    ///
    /// - Returns: Its H.264 and AAC tracks, pictures first.
    /// - Throws: ``BoxError`` with FFmpeg's sentence.
    static func indexTransportStream(
        _ bytes: [UInt8]
    ) throws(BoxError) -> [(initialisation: InitialisationSegment, index: FragmentIndex)] {
        do {
            return try withFile(bytes) { path in try index(path: path) }
        } catch let error as BoxError {
            throw error
        } catch {
            throw BoxError(path: "transport stream", offset: 0, message: "\(error)")
        }
    }

    /// Of one track, while it is read.
    private struct Reading {
        var times: [(decoding: Int64, presentation: Int64)] = []
        var sizes: [Int] = []
        var keys: [Bool] = []
        /// Of the first packet.
        var head: [UInt8] = []
    }

    private static func index(
        path: String
    ) throws -> [(initialisation: InitialisationSegment, index: FragmentIndex)] {
        var input = try InputContainer(file: path, interrupt: Interrupt())
        let tracks = input.tracks
        input.select(tracks)
        var readings: [Int: Reading] = [:]
        var count = 0
        while case .packet(let packet) = try input.read() {
            count += 1
            guard count <= maximumPacketCount, let presentation = packet.presentationTime else { continue }
            var reading = readings[packet.trackIndex] ?? Reading()
            if reading.head.isEmpty { reading.head = packet.withBytes { span in span.indices.map { span[$0] } } }
            reading.times.append((packet.decodingTime ?? presentation, presentation))
            reading.sizes.append(packet.byteCount)
            reading.keys.append(packet.isKey)
            readings[packet.trackIndex] = reading
        }
        let found = tracks.compactMap { track in readings[track.index].flatMap { describe(track, $0) } }
        guard !found.isEmpty else {
            throw BoxError(path: "transport stream", offset: 0, message: "neither H.264 nor AAC in it")
        }
        func isVideo(_ section: InitialisationSegment) -> Bool {
            if case .video = section.content { true } else { false }
        }
        return found.filter { isVideo($0.initialisation) } + found.filter { !isVideo($0.initialisation) }
    }

    private static func describe(
        _ track: TrackDescription, _ reading: Reading
    ) -> (initialisation: InitialisationSegment, index: FragmentIndex)? {
        let content: InitialisationSegment.Content
        switch track.kind {
        case .video(let video):
            guard track.codecName == "h264", let record = decoderConfiguration(reading.head) else { return nil }
            content = .video(size: video.size, decoderConfiguration: record)
        case .audio(let audio):
            // ADTS (ISO 14496-3 1.A.2): a syncword of twelve ones, then the profile and the rate's index.
            guard track.codecName == "aac", reading.head.count > 3, reading.head[0] == 0xff else { return nil }
            let (type, rate) = (reading.head[2] >> 6 + 1, reading.head[2] >> 2 & 0xf)
            content = .audio(
                channelCount: audio.channelCount, sampleRate: audio.sampleRate,
                audioSpecificConfig: [type << 3 | rate >> 1, rate << 7])
        }
        // A packet lasts until the next is decoded; the last as long as the one before it.
        let decoding = reading.times.map(\.decoding)
        var durations = zip(decoding, decoding.dropFirst()).map { max(0, $1 - $0) }
        durations.append(durations.last ?? 0)
        let samples = reading.times.indices.map { place in
            FragmentIndex.Sample(
                size: reading.sizes[place], duration: durations[place],
                compositionOffset: reading.times[place].presentation - decoding[place], isSync: reading.keys[place])
        }
        let fragment = FragmentIndex.Fragment(baseMediaDecodeTime: decoding[0], samples: samples)
        return (
            InitialisationSegment(timescale: timescale, content: content),
            FragmentIndex(fragments: [fragment], firstSampleRange: 0..<reading.sizes[0])
        )
    }

    /// An `avcC` record (ISO 14496-15 5.3.3.1) of the first sequence parameter set among NAL units with start codes.
    private static func decoderConfiguration(_ bytes: [UInt8]) -> [UInt8]? {
        var starts: [Int] = []
        var index = 0
        while index + 3 < bytes.count {
            if bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1 {
                starts.append(index + 3)
                index += 3
            } else {
                index += 1
            }
        }
        guard let place = starts.firstIndex(where: { bytes[$0] & 0x1f == 7 }) else { return nil }
        var end = place + 1 < starts.count ? starts[place + 1] - 3 : bytes.count
        while end > starts[place], bytes[end - 1] == 0 { end -= 1 }
        let set = Array(bytes[starts[place]..<end])
        guard 4..<65_536 ~= set.count else { return nil }
        return [1, set[1], set[2], set[3], 0xff, 0xe1, UInt8(set.count >> 8), UInt8(set.count & 0xff)] + set + [0]
    }
}
