public import MediaModel

/// A segment of WebVTT as a player reads it: anybody's, with limits.
public struct WebVTTDocument: Hashable, Sendable {
    /// Which timestamp of pictures and sound belongs to which time of cues (X-TIMESTAMP-MAP).
    public struct TimestampMap: Hashable, Sendable {
        public var local: MediaTime
        /// In ticks of 90 kHz.
        public var mpegTS: Int64

        /// What is added to times of cues to have those of pictures and sound.
        public var offset: MediaTime { MediaTime(mpegTS, timescale: 90_000) - local }
    }

    /// What is wrong, at a line counted from 1.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        public let line: Int
        public let message: String

        public var description: String { "line \(line): \(message)" }
    }

    public static let maximumByteCount = 4 << 20
    public static let maximumCueCount = 20_000

    public let timestampMap: TimestampMap?
    /// In the order of the file.
    public let cues: [WebVTTCue]

    /// - Throws: ``Fault`` for the first thing that a player would stumble over.
    public init(parsing bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.maximumByteCount else {
            throw Fault(line: 1, message: "more than \(Self.maximumByteCount >> 20) MiB")
        }
        guard let text = String(validating: TextEncoding.withoutMark(bytes), as: UTF8.self) else {
            throw Fault(line: 1, message: "not valid UTF-8")
        }
        let lines = CaptionLines(text)
        guard lines.isWebVTT else { throw Fault(line: 1, message: "no WEBVTT in its first line") }
        var map: TimestampMap?
        var cues: [WebVTTCue] = []
        for (index, block) in lines.blocks.enumerated() {
            guard index > 0 else {
                map = try Self.map(in: block)
                continue
            }
            guard let place = block.lines.prefix(2).firstIndex(where: { $0.contains("-->") }) else { continue }
            guard cues.count < Self.maximumCueCount else {
                throw Fault(line: place + 1, message: "more than \(Self.maximumCueCount) cues")
            }
            guard let times = CaptionLines.Block.times(block.lines[place]), let from = CueTime.read(times.from),
                let to = CueTime.read(times.to)
            else { throw Fault(line: place + 1, message: "a cue whose times can't be read") }
            guard to > from else { throw Fault(line: place + 1, message: "a cue that ends before it begins") }
            let id = place > block.lines.startIndex ? String(block.lines[place - 1]) : ""
            let text = block.lines[(place + 1)...].joined(separator: "\n")
            cues.append(WebVTTCue(id: id, from: from, to: to, text: CaptionText(text, .webVTT)))
        }
        (timestampMap, self.cues) = (map, cues)
    }

    /// The header's map; `nil` without one.
    private static func map(in header: CaptionLines.Block) throws(Fault) -> TimestampMap? {
        let tag = "X-TIMESTAMP-MAP="
        guard let place = header.lines.firstIndex(where: { $0.hasPrefix(tag) }) else { return nil }
        var (local, mpegTS): (MediaTime?, Int64?)
        for entry in header.lines[place].dropFirst(tag.count).split(separator: ",") {
            if entry.hasPrefix("LOCAL:") { local = CueTime.read(entry.dropFirst(6)) }
            // 33 bits count in the clock of MPEG.
            if entry.hasPrefix("MPEGTS:") {
                mpegTS = Int64(entry.dropFirst(7)).flatMap { 0..<1 << 33 ~= $0 ? $0 : nil }
            }
        }
        guard let local, let mpegTS else {
            throw Fault(line: place + 1, message: "an X-TIMESTAMP-MAP that can't be read")
        }
        return TimestampMap(local: local, mpegTS: mpegTS)
    }
}
