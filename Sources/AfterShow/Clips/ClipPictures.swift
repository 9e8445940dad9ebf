import Broadcast
import FFmpegKit
import HLS
import MediaModel
import Typeset

/// A clip's pictures, segment by segment: whole segments are copied, and of those that the clip begins and ends in, what it has is encoded
/// anew. Where the recording's own encoding can't be met, all of it is.
///
/// Belongs to one thread.
struct ClipPictures: ~Copyable {
    private let reader: RecordingReader
    private let rendition: RecordedRendition
    private let range: ClipRange
    private let encoding: ClipEncoding
    private let configuration: [UInt8]
    private let size: PixelSize
    /// What the movie has to know of them.
    let track: EncodedTrack
    /// Of the whole clip, if all of it is encoded.
    private var encoder: VideoEncoder?
    private var segments: ArraySlice<RecordedTimeline.Segment>
    /// How many are written, and how many ticks each is decoded before it could be shown.
    private var written = 0
    private var delay: Int?
    /// Where all pictures come from in a clip without overlays, run by run; `nil` in others.
    private var bare: ClipBarePictures?
    /// The best picture so far, for the poster.
    private(set) var poster = PosterChoice()

    /// Whether nothing could be copied.
    let isEncodedWhole: Bool

    /// - Parameter source: Where the pictures come from instead of the recording, for a clip without overlays.
    /// - Throws: ``JobError`` if the recording lacks something of the range.
    init(
        _ reader: RecordingReader, _ rendition: RecordedRendition, _ range: ClipRange, source: RecordedSource? = nil,
        stop: Interrupt
    ) throws {
        let segments = rendition.timeline.segments(in: range.start..<range.end)
        guard let first = segments.first else { preconditionFailure("a range that the recording has nothing of") }
        let media = try reader.media(of: first, in: rendition)
        guard case .video(let size, let configuration) = media.initialisation.content else {
            throw JobError(.inputUnusable, "\(reader.place)/\(rendition.id) has no pictures")
        }
        let encoding = try ClipEncoding(
            configuration: configuration, size: size, frameRate: range.frameRate,
            averageBitRate: rendition.averageBitRate)
        let encoder = try VideoEncoder(encoding.settings)
        track = try encoder.makeTrack()
        isEncodedWhole = source != nil || !encoding.fitsRecording
        self.encoder = isEncodedWhole ? consume encoder : nil
        bare = source.map { ClipBarePictures($0, rendition.timeline, size: size, range.frameRate, stop) }
        (self.reader, self.rendition, self.range, self.encoding) = (reader, rendition, range, encoding)
        (self.segments, self.size, self.configuration) = (segments, size, configuration)
    }

    /// Writes the next segment's pictures.
    ///
    /// - Returns: Up to which tick of the recording there are pictures by then; `nil` if there are no more.
    mutating func writeNext(to movie: inout WholeMovie) throws -> Int? {
        guard let segment = segments.popFirst() else {
            if var last = encoder.take() {
                var packets: [ClipPacket] = []
                try last.sendEnd()
                try Self.collect(&last, into: &packets)
                for item in packets { try write(item, to: &movie) }
            }
            return nil
        }
        if bare != nil { return try drawBare(segment, to: &movie) }
        let media = try reader.media(of: segment, in: rendition)
        let pictures = try SegmentPictures(
            media, start: segment.start, frameRate: range.frameRate,
            name: "\(reader.place)/\(rendition.id)/\(segment.uri)")
        guard pictures.size == size, pictures.configuration == configuration else {
            throw JobError(
                .inputUnusable,
                "\(pictures.name) is encoded otherwise than what comes before it, and one clip can't have both: end the clip at "
                    + ClipTime.text(segment.start))
        }
        let wanted = pictures.ticks.clamped(to: range.ticks)
        if !isEncodedWhole, wanted == pictures.ticks {
            try copy(pictures, to: &movie)
        } else {
            try encode(wanted, of: pictures, to: &movie)
        }
        return wanted.upperBound
    }

    /// The pictures' size, and the best of them.
    consuming func finish() -> (size: PixelSize, poster: Bitmap?) {
        let size = size
        return (size, poster.bitmap())
    }

    // MARK: - Copying

    private mutating func copy(_ pictures: SegmentPictures, to movie: inout WholeMovie) throws {
        for picture in pictures.pictures {
            guard let bytes = AnnexB.picture(lengthPrefixed: pictures.bytes[picture.bytes]) else {
                throw JobError(.inputUnusable, "\(pictures.name) is damaged: the lengths in a picture don't add up")
            }
            let packet = try Packet(
                copying: bytes.span, presentationTime: Int64(picture.tick - range.ticks.lowerBound), decodingTime: 0,
                isKey: picture.isKey)
            delay = delay ?? pictures.delay
            try write(packet, to: &movie)
        }
        if poster.isDue(at: pictures.ticks.lowerBound) {
            // The key picture needs no other.
            let key = pictures.ticks.lowerBound
            try pictures.decode(key..<key + 1) { frame, tick in poster.offer(frame, tick: tick) }
        }
    }

    private mutating func write(_ packet: consuming Packet, to movie: inout WholeMovie) throws {
        packet.decodingTime = Int64(written - (delay ?? 0))
        packet.duration = 1
        written += 1
        guard let shown = packet.presentationTime, let decoded = packet.decodingTime, shown >= decoded else {
            throw JobError(.internal, "a clip's pictures are reordered further than their parameter sets say")
        }
        try movie.write(packet, to: .video)
    }

    // MARK: - Encoding

    private mutating func encode(
        _ wanted: Range<Int>, of pictures: SegmentPictures, to movie: inout WholeMovie
    ) throws {
        // One for the whole clip goes on; one for a piece ends with it.
        var encoder = if let whole = self.encoder.take() { whole } else { try VideoEncoder(encoding.settings) }
        let (first, interval) = (range.ticks.lowerBound, encoding.settings.keyInterval)
        let isWhole = isEncodedWhole
        var packets: [ClipPacket] = []
        try pictures.decode(wanted) { frame, tick in
            let isKey = isWhole ? (tick - first) % interval == 0 : tick == wanted.lowerBound
            try encoder.send(frame, tick: tick - first, isKey: isKey)
            try Self.collect(&encoder, into: &packets)
            poster.offer(frame, tick: tick)
        }
        if !isWhole {
            try encoder.sendEnd()
            try Self.collect(&encoder, into: &packets)
        }
        for item in packets { try write(item, to: &movie) }
        if isWhole { self.encoder = consume encoder }
    }

    /// Encodes what the source shows while a segment of the recording is on.
    ///
    /// - Returns: Up to which tick there are pictures by then.
    private mutating func drawBare(_ segment: RecordedTimeline.Segment, to movie: inout WholeMovie) throws -> Int {
        let (rate, interval) = (range.frameRate, encoding.settings.keyInterval)
        let wanted = (rate.tick(nearest: segment.start)..<rate.tick(nearest: segment.end)).clamped(to: range.ticks)
        guard var encoder = encoder.take() else { return wanted.upperBound }
        for tick in wanted {
            guard let picture = try bare?.picture(forTick: tick, in: segment) else { continue }
            let place = tick - range.ticks.lowerBound
            try encoder.send(picture.frame, tick: place, isKey: place % interval == 0)
            var packets: [ClipPacket] = []
            try Self.collect(&encoder, into: &packets)
            for item in packets { try write(item, to: &movie) }
            poster.offer(picture, tick: tick)
        }
        self.encoder = consume encoder
        return wanted.upperBound
    }

    private static func collect(_ encoder: inout VideoEncoder, into packets: inout [ClipPacket]) throws {
        while case .packet(let packet) = try encoder.receive() { packets.append(ClipPacket(packet)) }
    }

    private mutating func write(_ item: ClipPacket, to movie: inout WholeMovie) throws {
        guard let packet = item.packet.take() else { return }
        if delay == nil { delay = Int((packet.presentationTime ?? 0) - (packet.decodingTime ?? 0)) }
        try write(packet, to: &movie)
    }
}

/// A packet on its way from an encoder to the movie.
private final class ClipPacket {
    var packet: Packet?

    init(_ packet: consuming Packet) { self.packet = .some(packet) }
}
