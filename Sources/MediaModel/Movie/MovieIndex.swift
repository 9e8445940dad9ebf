/// What the index (moov) of an MP4 or QuickTime file says of its tracks beyond what FFmpeg tells (ISO 14496-12 8).
///
/// It is made of bytes that may be hostile: what makes no sense is left out, and nothing is larger than the bytes it is made of.
public struct MovieIndex: Hashable, Sendable {
    /// A piece of a track, in the order of the show (8.6.6).
    public struct Edit: Hashable, Sendable {
        /// How long the piece lasts in the show, in units of the movie.
        public let duration: Int64
        /// Where the piece begins in the media, in units of the track; `nil` for a time of nothing.
        public let mediaTime: Int64?

        public init(duration: Int64, mediaTime: Int64?) { (self.duration, self.mediaTime) = (duration, mediaTime) }
    }

    /// A run of neighbours that are alike: samples, in how long each lasts (stts) or how much later it is seen than decoded (ctts);
    /// chunks, in how many samples each has (stsc).
    public struct Run: Hashable, Sendable {
        public let count, value: Int64

        public init(count: Int64, value: Int64) { (self.count, self.value) = (count, value) }
    }

    public struct Track: Hashable, Sendable {
        /// The track's number in tkhd, which FFmpeg has as the stream's.
        public var id: Int64 = 0
        /// How many units there are in a second.
        public var timescale: Int64 = 0
        /// The format of the first sample entry as the file has it: `avc1`, or `encv` where it is encrypted.
        public var format = ""
        public var edits: [Edit] = []
        /// Samples by their length, in units of the track.
        public var samples: [Run] = []
        /// Samples by how much later they are seen than decoded, in units of the track (ctts); none if they aren't.
        public var offsets: [Run] = []
        /// Chunks by their samples.
        public var chunks: [Run] = []

        public init() {}

        /// Whether its samples are encrypted (8.12, ISO 23001-7; Apple's `drmi` and `drms` before that).
        public var isEncrypted: Bool { ["encv", "enca", "drmi", "drms"].contains(format) }
    }

    /// Units a second of the movie as a whole.
    public var timescale: Int64 = 0
    public var tracks: [Track] = []
    /// Whether there may be more of the tracks in fragments (8.8).
    public var isFragmented = false

    /// - Parameter bytes: The content of the moov box.
    public init(_ bytes: [UInt8]) {
        let reader = MovieBytes(bytes)
        for box in reader.boxes(in: 0..<bytes.count) {
            switch box.type {
            case "mvhd": timescale = reader.timescale(of: box)
            case "mvex": isFragmented = true
            case "trak": tracks.append(Self.track(reader, box))
            default: break
            }
        }
    }

    private static func track(_ reader: MovieBytes, _ box: MovieBytes.Box) -> Track {
        var track = Track()
        for part in reader.boxes(in: box.content) {
            switch part.type {
            case "tkhd": track.id = reader.trackID(of: part)
            case "edts":
                for list in reader.boxes(in: part.content) where list.type == "elst" {
                    track.edits = edits(reader, list)
                }
            case "mdia":
                for media in reader.boxes(in: part.content) {
                    if media.type == "mdhd" { track.timescale = reader.timescale(of: media) }
                    guard media.type == "minf" else { continue }
                    for table in reader.boxes(in: media.content) where table.type == "stbl" {
                        read(reader, table, into: &track)
                    }
                }
            default: break
            }
        }
        return track
    }

    private static func read(_ reader: MovieBytes, _ box: MovieBytes.Box, into track: inout Track) {
        var (starts, chunkCount): ([(first: Int64, samples: Int64)], Int64) = ([], 0)
        for table in reader.boxes(in: box.content) {
            let entries = table.content.lowerBound + 8
            switch table.type {
            case "stsd": track.format = reader.type(at: entries + 4, within: table)
            case "stts":
                track.samples = reader.rows(of: table, width: 8).map {
                    Run(count: reader.number($0, 4), value: reader.number($0 + 4, 4))
                }
            case "ctts":
                track.offsets = reader.rows(of: table, width: 8).map {
                    Run(
                        count: reader.number($0, 4),
                        value: Int64(Int32(truncatingIfNeeded: reader.number($0 + 4, 4))))
                }
            case "stsc":
                starts = reader.rows(of: table, width: 12).map {
                    (reader.number($0, 4), reader.number($0 + 4, 4))
                }
            case "stco", "co64": chunkCount = reader.number(table.content.lowerBound + 4, 4)
            default: break
            }
        }
        let ends = starts.dropFirst().map(\.first) + [chunkCount + 1]
        track.chunks = zip(starts, ends).compactMap { start, end in
            end > start.first ? Run(count: end - start.first, value: start.samples) : nil
        }
    }

    private static func edits(_ reader: MovieBytes, _ list: MovieBytes.Box) -> [Edit] {
        let isLong = reader.number(list.content.lowerBound, 1) == 1
        return reader.rows(of: list, width: isLong ? 20 : 12).map { row in
            let time =
                isLong ? reader.number(row + 8, 8) : Int64(Int32(truncatingIfNeeded: reader.number(row + 4, 4)))
            return Edit(duration: max(0, reader.number(row, isLong ? 8 : 4)), mediaTime: time < 0 ? nil : time)
        }
    }
}
