public import MediaModel

/// What a rendition's initialisation section says of its one track (ISO 14496-12 8, 14496-14 and 14496-15).
public struct InitialisationSegment: Hashable, Sendable {
    /// The formats of sample descriptions that are read: one for each ``Rendition/Codec`` whose media is looked into.
    public enum Content: Hashable, Sendable {
        /// H.264 with its parameter sets in the sample description; the size in luma samples.
        case video(size: PixelSize, decoderConfiguration: [UInt8])
        /// AAC; the rate in samples a second.
        case audio(channelCount: Int, sampleRate: Int, audioSpecificConfig: [UInt8])
    }

    /// Ticks a second: 1,000 to 10,000,000.
    public let timescale: Int64
    public let content: Content
    public let defaults: TrackDefaults

    /// Reads an initialisation section.
    ///
    /// - Throws: ``BoxError`` naming the box: truncated or hostile sizes, another number of tracks than one, another
    ///   codec than `avc1` or `mp4a`, a timescale out of range.
    public init(_ bytes: [UInt8]) throws(BoxError) {
        let reader = BoxReader(bytes: bytes)
        let boxes = try reader.boxes(in: 0..<bytes.count)
        guard let movie = boxes.first(where: { $0.type == "moov" }) else {
            throw BoxError(path: "", offset: 0, message: "no moov in \(bytes.count) bytes")
        }
        let media = try reader.box("mdia", in: reader.box("trak", in: movie))
        timescale = try Self.timescale(reader, reader.box("mdhd", in: media))
        let table = try reader.box("stbl", in: reader.box("minf", in: media))
        content = try Self.content(reader, reader.box("stsd", in: table))
        defaults = try Self.defaults(reader, reader.box("trex", in: reader.box("mvex", in: movie)))
    }

    /// Of a track that is described elsewhere, as in a transport stream.
    package init(timescale: Int64, content: Content) {
        (self.timescale, self.content) = (timescale, content)
        defaults = TrackDefaults(duration: 0, size: 0, flags: 0)
    }

    private init(_ reader: BoxReader, track: Box, defaults box: Box) throws(BoxError) {
        let media = try reader.box("mdia", in: track)
        timescale = try Self.timescale(reader, reader.box("mdhd", in: media))
        let table = try reader.box("stbl", in: reader.box("minf", in: media))
        content = try Self.content(reader, reader.box("stsd", in: table))
        defaults = try Self.defaults(reader, box)
    }

    /// The tracks of a section that may have several, with their numbers; pictures first. Tracks of other codecs, and
    /// of other things, are passed over.
    ///
    /// - Throws: ``BoxError`` if there is none, or a box is damaged.
    package static func tracks(_ bytes: [UInt8]) throws(BoxError) -> [(number: Int, track: InitialisationSegment)] {
        let reader = BoxReader(bytes: bytes)
        guard let movie = try reader.boxes(in: 0..<bytes.count).first(where: { $0.type == "moov" }) else {
            throw BoxError(path: "", offset: 0, message: "no moov in \(bytes.count) bytes")
        }
        let boxes = try reader.boxes(in: movie).filter { $0.type == "trak" }
        // Of the only one, the number says nothing.
        guard boxes.count > 1 else { return [(1, try InitialisationSegment(bytes))] }
        var defaults: [Int: Box] = [:]
        for box in try reader.boxes(in: reader.box("mvex", in: movie)) where box.type == "trex" {
            var fields = reader.fields(of: box)
            _ = try fields.versionAndFlags(upTo: 0)
            defaults[try fields.number()] = box
        }
        var tracks: [(number: Int, track: InitialisationSegment)] = []
        var failure: BoxError?
        for box in boxes {
            let number = try Self.number(reader, reader.box("tkhd", in: box))
            guard let trex = defaults[number] else { throw box.error("no trex for track \(number)") }
            do throws(BoxError) {
                tracks.append((number, try InitialisationSegment(reader, track: box, defaults: trex)))
            } catch {
                failure = error
            }
        }
        guard !tracks.isEmpty else { throw failure ?? movie.error("no track in it") }
        return tracks.filter(\.track.isVideo) + tracks.filter { !$0.track.isVideo }
    }

    private var isVideo: Bool {
        if case .video = content { true } else { false }
    }

    /// The codec's name for CODECS.
    public func codecString() throws(CodecString.Failure) -> String {
        switch content {
        case .video(_, let configuration): try CodecString.avc(extradata: configuration)
        case .audio(_, _, let config): try CodecString.aac(audioSpecificConfig: config)
        }
    }

    /// `ticks` of this track.
    public func time(_ ticks: Int64) -> MediaTime { MediaTime(ticks, timescale: timescale) }
}

// MARK: - Boxes

extension InitialisationSegment {
    /// `tkhd` (8.3.2).
    private static func number(_ reader: BoxReader, _ box: Box) throws(BoxError) -> Int {
        var fields = reader.fields(of: box)
        let version = try fields.versionAndFlags(upTo: 1).version
        try fields.skip(version == 1 ? 16 : 8)  // creation and modification time
        return try fields.number()
    }

    /// `mdhd` (8.4.2).
    private static func timescale(_ reader: BoxReader, _ box: Box) throws(BoxError) -> Int64 {
        var fields = reader.fields(of: box)
        let version = try fields.versionAndFlags(upTo: 1).version
        try fields.skip(version == 1 ? 16 : 8)  // creation and modification time
        let timescale = try fields.number()
        guard 1_000...10_000_000 ~= timescale else { throw box.error("\(timescale) ticks a second") }
        return Int64(timescale)
    }

    /// `trex` (8.8.3).
    private static func defaults(_ reader: BoxReader, _ box: Box) throws(BoxError) -> TrackDefaults {
        var fields = reader.fields(of: box)
        _ = try fields.versionAndFlags(upTo: 0)
        try fields.skip(8)  // track_ID, default_sample_description_index
        return TrackDefaults(
            duration: Int64(try fields.number()), size: try fields.number(), flags: try fields.number())
    }

    /// `stsd` and its one entry (8.5.2).
    private static func content(_ reader: BoxReader, _ box: Box) throws(BoxError) -> Content {
        // Version, flags and the number of entries come before the entries.
        let entries = try reader.boxes(in: box, skipping: 8)
        guard entries.count == 1 else { throw box.error("\(entries.count) sample descriptions") }
        let entry = entries[0]
        var fields = reader.fields(of: entry)
        switch entry.type {
        case "avc1":
            // 12.1.3: 8 bytes of every sample entry, 16 reserved ones, the size, 50 more of little use.
            try fields.skip(24)
            let size = PixelSize(width: try fields.number(bytes: 2), height: try fields.number(bytes: 2))
            let record = try reader.box("avcC", in: entry, skipping: 78)
            return .video(size: size, decoderConfiguration: Array(reader.bytes[record.content]))
        case "mp4a":
            // 12.2.3: 8 bytes of every sample entry, 8 reserved ones, channels, sample size, 4 more, the rate as 16.16.
            try fields.skip(16)
            let channels = try fields.number(bytes: 2)
            try fields.skip(6)
            let rate = try fields.number() >> 16
            let descriptor = try reader.box("esds", in: entry, skipping: 28)
            return .audio(
                channelCount: channels, sampleRate: rate,
                audioSpecificConfig: try audioSpecificConfig(reader, descriptor))
        default: throw entry.error("neither avc1 nor mp4a")
        }
    }

    /// The decoder's own bytes within `esds`: descriptors in descriptors (ISO 14496-1 7.2.6).
    private static func audioSpecificConfig(_ reader: BoxReader, _ box: Box) throws(BoxError) -> [UInt8] {
        var fields = reader.fields(of: box)
        _ = try fields.versionAndFlags(upTo: 0)

        /// Steps into the next descriptor, which must have this tag, and returns its size.
        func enter(_ tag: Int) throws(BoxError) -> Int {
            guard try fields.number(bytes: 1) == tag else { throw box.error("no descriptor with tag \(tag)") }
            var size = 0
            // Seven bits a byte, at most four bytes; the high bit says that another follows.
            for _ in 0..<4 {
                let byte = try fields.number(bytes: 1)
                size = size << 7 | byte & 0x7f
                if byte & 0x80 == 0 { break }
            }
            guard size <= fields.remaining else { throw box.error("a descriptor of \(size) bytes") }
            return size
        }
        _ = try enter(3)  // ES_Descriptor
        try fields.skip(2)
        let flags = try fields.number(bytes: 1)
        if flags & 0x80 != 0 { try fields.skip(2) }  // dependsOn_ES_ID
        if flags & 0x40 != 0 { try fields.skip(try fields.number(bytes: 1)) }  // URL
        if flags & 0x20 != 0 { try fields.skip(2) }  // OCR_ES_Id
        _ = try enter(4)  // DecoderConfigDescriptor
        try fields.skip(13)
        return try fields.bytes(try enter(5))  // DecoderSpecificInfo
    }
}
