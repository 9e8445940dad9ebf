import Broadcast
import FFmpegKit
import HLS
import MediaModel

/// Decodes the sound of a recording from one sample to another: stereo at 48 kHz. What is missing is silent.
///
/// Belongs to one thread.
struct RecordedSound: ~Copyable {
    private let reader: RecordingReader
    private let rendition: RecordedRendition
    private let range: Range<Int64>
    private var segments: ArraySlice<RecordedTimeline.Segment>
    private var decoder: AudioDecoder?
    private var resampler = Resampler()
    private var (left, right): ([Float], [Float]) = ([], [])
    /// The recording's sample that `left` begins with.
    private var start: Int64

    /// Two AAC frames, the first of which only prepares the decoder.
    private static let runUp: Int64 = 2_048

    /// - Parameter range: In samples of the recording, at 48 kHz.
    init(_ reader: RecordingReader, _ rendition: RecordedRendition, _ range: Range<Int64>) {
        let first = max(rendition.timeline.start, MediaTime(range.lowerBound - Self.runUp, timescale: 48_000))
        let end = MediaTime(range.upperBound, timescale: 48_000)
        segments = first < end ? rendition.timeline.segments(in: first..<end) : []
        (self.reader, self.rendition, self.range, start) = (reader, rendition, range, range.lowerBound)
    }

    /// Hands on the next samples, in blocks of this many. The last one is filled up with silence.
    ///
    /// - Parameter end: Up to which sample of the recording, or its range's end.
    mutating func read(
        upTo end: Int64, by count: Int, _ body: (inout [Float], inout [Float]) throws -> Void
    ) throws {
        while start + Int64(left.count) < min(end, range.upperBound), let segment = segments.popFirst() {
            if !segment.isMissing { try decode(segment) }
        }
        if end >= range.upperBound { extend(to: range.upperBound) }
        while left.count >= count || end >= range.upperBound && !left.isEmpty {
            if left.count < count { extend(to: start + Int64(count)) }
            var (blockLeft, blockRight) = (Array(left[..<count]), Array(right[..<count]))
            left.removeFirst(count)
            right.removeFirst(count)
            start += Int64(count)
            try body(&blockLeft, &blockRight)
        }
    }

    private mutating func decode(_ segment: RecordedTimeline.Segment) throws {
        let media = try reader.media(of: segment, in: rendition)
        let name = "\(reader.place)/\(rendition.id)/\(segment.uri)"
        guard case .audio(_, let rate, let configuration) = media.initialisation.content, rate == 48_000 else {
            throw JobError(.inputUnusable, "\(name) isn't sound at 48 kHz, as a show's is")
        }
        if decoder == nil {
            decoder = try AudioDecoder(CodecParameters(.aac, configuration: configuration.span))
        }
        var place = segment.start.ticks(timescale: 48_000, rounding: .nearest)
        for (sample, bytes) in zip(media.index.samples, media.index.sampleRanges) {
            defer { place += sample.duration }
            guard place < range.upperBound else { return }
            // Long before it, nothing is heard of what the decoder makes.
            guard place + 2 * Self.runUp > range.lowerBound else { continue }
            let packet = try Packet(
                copying: media.bytes.span.extracting(bytes), presentationTime: place, decodingTime: place, isKey: true)
            do throws(FFmpegError) {
                try decoder?.send(packet)
                try take(at: place)
            } catch {
                // A packet that can't be decoded is 21 ms of silence.
                guard error.code == .invalidData else { throw error }
            }
        }
    }

    private mutating func take(at place: Int64) throws(FFmpegError) {
        var place = place
        while case .frame(let frame)? = try decoder?.receive() {
            var (newLeft, newRight): ([Float], [Float]) = ([], [])
            try resampler.convert(frame) { left, right in
                left.withUnsafeBufferPointer { newLeft.append(contentsOf: $0) }
                right.withUnsafeBufferPointer { newRight.append(contentsOf: $0) }
            }
            append(newLeft, newRight, at: place)
            place += Int64(newLeft.count)
        }
    }

    private mutating func append(_ newLeft: [Float], _ newRight: [Float], at place: Int64) {
        extend(to: min(place, range.upperBound))
        let skipped = Int(min(Int64(newLeft.count), max(0, start + Int64(left.count) - place)))
        let count = Int(min(Int64(newLeft.count), max(0, range.upperBound - place)))
        guard skipped < count else { return }
        left += newLeft[skipped..<count]
        right += newRight[skipped..<count]
    }

    /// Fills up with silence.
    private mutating func extend(to sample: Int64) {
        let count = Int(sample - start) - left.count
        guard count > 0 else { return }
        left += repeatElement(0, count: count)
        right += repeatElement(0, count: count)
    }
}
