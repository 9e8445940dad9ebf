/// Lists what a store lacks as missing, in a playlist that was written when nobody knew of it (RFC 8216bis 4.4.4.7).
enum GapMarks {
    /// - Parameters:
    ///   - playlist: A media playlist.
    ///   - lost: The names of the segments, as the playlist has them.
    static func mark(_ playlist: String, lost: Set<String>) -> String {
        guard !lost.isEmpty else { return playlist }
        var lines: [Substring] = []
        for line in playlist.split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.hasPrefix("#"), lost.contains(String(line)), lines.last != "#EXT-X-GAP" {
                lines.append("#EXT-X-GAP")
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }
}
