import Foundation

/// A show's folder as a broadcast leaves it, but for its media.
struct ShowFolder {
    let path = NSTemporaryDirectory() + "show-\(UUID().uuidString)"

    static let master = """
        #EXTM3U
        #EXT-X-VERSION:6
        #EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1.64001f",RESOLUTION=720x1280
        v720x1280/playlist.m3u8

        """

    /// - Parameters:
    ///   - segments: How many, of two seconds.
    ///   - cut: The number of the first of a second run.
    init(
        segments: Int = 30, cut: Int? = nil, isEnded: Bool = true, hasShow: Bool = true, events: String = "",
        record: String? = nil
    ) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/v720x1280", withIntermediateDirectories: true)
        if hasShow {
            var text = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n"
            for number in 0..<segments {
                if number == cut { text += "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:2026-09-01T12:05:00.000Z\n" }
                if number == 0 { text += "#EXT-X-PROGRAM-DATE-TIME:2026-09-01T12:00:00.000Z\n" }
                text += "#EXT-X-MAP:URI=\"a-init.mp4\"\n#EXTINF:2,\na-\(number).m4s\n"
            }
            try write(text + (isEnded ? "#EXT-X-ENDLIST\n" : ""), to: "v720x1280/playlist.m3u8")
            try write(Self.master, to: "master.m3u8")
        }
        try write(events, to: "events.ndjson")
        if let record { try write(record, to: "record.ndjson") }
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
