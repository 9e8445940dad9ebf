import Broadcast
import FFmpegKit
import HLS
import MediaModel

/// The pictures of one segment in decoding order, each with its tick in the recording.
struct SegmentPictures {
    struct Picture: Hashable {
        /// Of the segment's.
        let bytes: Range<Int>
        let tick: Int
        let isKey: Bool
    }

    /// Where it was read, for sentences.
    let name: String
    let bytes: [UInt8]
    let pictures: [Picture]
    let size: PixelSize
    /// What a decoder needs before them: an `avcC` record.
    let configuration: [UInt8]
    /// All that it shows.
    let ticks: Range<Int>
    /// How many ticks the first is decoded before it is shown.
    let delay: Int

    /// - Parameter start: The media time of the segment.
    /// - Throws: ``JobError`` if its pictures aren't evenly spaced, as ours are, or it doesn't begin with a key picture.
    init(
        _ media: RecordingReader.Media, start: MediaTime, frameRate: FrameRate, name: String
    ) throws(JobError) {
        guard case .video(let size, let configuration) = media.initialisation.content else {
            throw JobError(.inputUnusable, "\(name) has no pictures: its playlist names the wrong file")
        }
        let duration = Self.frameDuration(media)
        let shown = try Self.shown(media, by: duration, name)
        guard let first = shown.min(), shown.first == first, media.index.beginsWithSync,
            shown.sorted() == Array(first..<first + shown.count)
        else {
            throw JobError(
                .inputUnusable,
                "\(name) isn't cut as this version of Tatecast cuts: it doesn't begin with a key picture, or lacks one")
        }
        let base = frameRate.tick(nearest: start) - first
        pictures = zip(zip(shown, media.index.samples), media.index.sampleRanges).map { item, range in
            Picture(bytes: range, tick: item.0 + base, isKey: item.1.isSync)
        }
        (self.size, self.configuration, bytes, self.name) = (size, configuration, media.bytes, name)
        ticks = first + base..<first + base + shown.count
        delay = first - Int(media.index.baseMediaDecodeTime / duration)
    }

    private static func frameDuration(_ media: RecordingReader.Media) -> Int64 {
        max(1, media.index.samples[0].duration)
    }

    /// When each is shown, in pictures.
    private static func shown(
        _ media: RecordingReader.Media, by duration: Int64, _ name: String
    ) throws(JobError) -> [Int] {
        var ticks: [Int] = []
        for fragment in media.index.fragments {
            var time = fragment.baseMediaDecodeTime
            for sample in fragment.samples {
                let (tick, rest) = (time + sample.compositionOffset).quotientAndRemainder(dividingBy: duration)
                guard rest == 0, sample.duration == duration else {
                    throw JobError(.inputUnusable, "\(name): its pictures aren't evenly spaced, as a show's are")
                }
                ticks.append(Int(tick))
                time += sample.duration
            }
        }
        return ticks
    }

    /// The recording's pictures a second, by one of its segments; `nil` for a rate that no programme of ours has.
    static func frameRate(of media: RecordingReader.Media) -> FrameRate? {
        let (rate, rest) = media.initialisation.timescale.quotientAndRemainder(dividingBy: frameDuration(media))
        return rest == 0 ? FrameRate(framesPerSecond: Int(rate)) : nil
    }
}

// MARK: - Decoding

extension SegmentPictures {
    /// Decodes some of its pictures, and hands them on in the order in which they are shown, each with its tick.
    ///
    /// - Throws: ``JobError`` if one of them can't be decoded, and what `body` throws.
    func decode(_ wanted: Range<Int>, _ body: (consuming VideoFrame, Int) throws -> Void) throws {
        var decoder = try VideoDecoder(CodecParameters(.h264, configuration: configuration.span))
        var next = wanted.lowerBound
        do {
            for picture in pictures where next < wanted.upperBound {
                try decoder.send(
                    Packet(
                        copying: bytes.span.extracting(picture.bytes), presentationTime: Int64(picture.tick),
                        decodingTime: Int64(picture.tick), isKey: picture.isKey))
                try take(from: &decoder, wanted, &next, body)
                // The key picture needs no other, and isn't to wait for those that might come before it.
                if wanted.upperBound == ticks.lowerBound + 1 { break }
            }
            try decoder.sendEnd()
            try take(from: &decoder, wanted, &next, body)
        } catch let error as FFmpegError where error.code == .invalidData {
            next = -1
        }
        guard next == wanted.upperBound else {
            throw JobError(.inputUnusable, "\(name) is damaged: not all of its pictures can be decoded")
        }
    }

    private func take(
        from decoder: inout VideoDecoder, _ wanted: Range<Int>, _ next: inout Int,
        _ body: (consuming VideoFrame, Int) throws -> Void
    ) throws {
        while next < wanted.upperBound, case .frame(let frame) = try decoder.receive() {
            guard frame.presentationTime == Int64(next), frame.size == size else { continue }
            next += 1
            try body(frame, next - 1)
        }
    }
}
