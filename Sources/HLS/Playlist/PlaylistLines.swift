/// The lines of a playlist that say something, checked against what RFC 8216bis 4.1 allows and against our own limits.
///
/// A playlist may come from anyone: the limits keep hostile text from costing more than a few megabytes.
struct PlaylistLines {
    struct Line {
        /// Counted from 1.
        let number: Int
        let text: String

        /// A tag's name and what follows its colon; `nil` for a URI line.
        var tag: (name: Substring, value: Substring)? {
            guard text.hasPrefix("#EXT") else { return nil }
            let body = text.dropFirst()
            guard let colon = body.firstIndex(of: ":") else { return (body, "") }
            return (body[..<colon], body[body.index(after: colon)...])
        }

        func error(_ message: String) -> PlaylistError { PlaylistError(line: number, message: message) }
    }

    /// Twelve hours of 1.6 s segments take 3 MB.
    static let maximumByteCount = 16 << 20
    static let maximumLineByteCount = 16 << 10
    /// Three hours of segments with all their parts' tags take half of it, and no live playlist has those.
    static let maximumLineCount = 1 << 20
    /// Of segments, or of variants and renditions.
    static let maximumEntryCount = 100_000

    /// Every line but the first, empty ones and comments.
    let lines: [Line]

    /// - Throws: ``PlaylistError`` if the text is too long, has a control character or doesn't begin with `#EXTM3U`.
    init(_ text: String) throws(PlaylistError) {
        guard text.utf8.count <= Self.maximumByteCount else {
            throw PlaylistError(line: 0, message: "longer than \(Self.maximumByteCount) bytes")
        }
        var lines: [Line] = []
        var number = 0
        for bytes in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard number <= Self.maximumLineCount else {
                throw PlaylistError(line: number, message: "more than \(Self.maximumLineCount) lines")
            }
            let bytes = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
            guard bytes.count <= Self.maximumLineByteCount else {
                throw PlaylistError(line: number, message: "longer than \(Self.maximumLineByteCount) bytes")
            }
            // The identifiers of RECENTLY-REMOVED-DATERANGES have tabs between them (4.4.5.2), 4.1 notwithstanding.
            let mayHaveTabs = bytes.starts(with: "#EXT-X-SKIP:".utf8)
            guard !bytes.contains(where: { ($0 < 0x20 && !(mayHaveTabs && $0 == 0x09)) || $0 == 0x7f }) else {
                throw PlaylistError(line: number, message: "a control character")
            }
            let line = Line(number: number, text: String(Substring(bytes)))
            // 4.4.1.1: the very first line, so a byte order mark or a blank before it is refused too.
            guard number > 1 || line.text == "#EXTM3U" else { throw line.error("not #EXTM3U") }
            // 4.1: a line that begins with # but not #EXT is a comment.
            let isComment = line.text.hasPrefix("#") && !line.text.hasPrefix("#EXT")
            if number > 1 && !line.text.isEmpty && !isComment { lines.append(line) }
        }
        self.lines = lines
    }
}
