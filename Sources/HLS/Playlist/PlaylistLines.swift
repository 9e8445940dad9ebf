import MediaModel

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

    /// Every line but the first, empty ones, comments, and those that define variables, which are replaced in all others.
    let lines: [Line]
    let variables: PlaylistVariables

    /// - Parameters:
    ///   - context: Where the text comes from: what variables may be taken from.
    ///   - isMultivariant: Whether it is a multivariant playlist, which imports none.
    /// - Throws: ``PlaylistError`` if the text is too long, has a control character or doesn't begin with `#EXTM3U`, and for a
    ///   variable that isn't defined, or not as it must be.
    init(
        _ text: String, _ context: PlaylistContext = PlaylistContext(), isMultivariant: Bool = false
    ) throws(PlaylistError) {
        var variables = PlaylistVariables(context, mayImport: !isMultivariant)
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
            guard number > 1 || !bytes.starts(with: TextEncoding.mark) else {
                throw line.error("a byte order mark before #EXTM3U, which 4.1 forbids")
            }
            // 4.4.1.1: the very first line, so a blank before it is refused too.
            guard number > 1 || line.text == "#EXTM3U" else { throw line.error("not #EXTM3U") }
            // 4.1: a line that begins with # but not #EXT is a comment.
            let isComment = line.text.hasPrefix("#") && !line.text.hasPrefix("#EXT")
            guard number > 1, !line.text.isEmpty, !isComment else { continue }
            let replaced = try variables.replace(in: line)
            if let tag = replaced.tag, tag.name == "EXT-X-DEFINE" {
                try variables.define(tag.value, line)
            } else {
                lines.append(replaced)
            }
        }
        (self.lines, self.variables) = (lines, variables)
    }
}
