/// Lists what a store lacks as missing, in a playlist that was written when nobody knew of it (RFC 8216bis 4.4.4.7).
enum GapMarks {
    /// - Parameters:
    ///   - playlist: A media playlist's text.
    ///   - name: Where it stands, e.g. `v720x1280/playlist.m3u8`.
    ///   - lost: Segments with their folders, of any rendition.
    static func mark(_ playlist: [UInt8], of name: String, lost: Set<String>) -> [UInt8] {
        guard !lost.isEmpty else { return playlist }
        let folder = name.prefix { $0 != "/" }
        var lines: [Substring] = []
        for line in String(decoding: playlist, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.hasPrefix("#"), lines.last != "#EXT-X-GAP", lost.contains("\(folder)/\(line)") {
                lines.append("#EXT-X-GAP")
            }
            lines.append(line)
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}
