import HLS

/// Where things stand in a playlist's text.
struct PlaylistPlaces {
    private let text: String

    init(_ text: String) { self.text = text }

    /// The line that has this URI, counted from 1; `nil` if none has.
    func line(of uri: String) -> Int? {
        var number = 0
        // By bytes: CR LF is one character.
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if Substring(line).contains(uri) { return number }
        }
        return nil
    }

    /// The number of the segment at this URI; `nil` if it is no segment's.
    func sequence(of uri: String) -> Int? {
        guard let playlist = try? MediaPlaylist(parsing: text) else { return nil }
        return playlist.numberedSegments.first { $0.segment.uri == uri }?.sequence
    }

    /// The line of the segment with this number.
    func line(ofSegment sequence: Int) -> Int? {
        guard let playlist = try? MediaPlaylist(parsing: text) else { return nil }
        return playlist.numberedSegments.first { $0.sequence == sequence }.flatMap { line(of: $0.segment.uri) }
    }
}
