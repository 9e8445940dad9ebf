/// The text of segments of which nothing in a playlist will change any more, in order: made once, and kept in pieces that all
/// playlists share.
///
/// A window of a day has 54,000 segments and 6 MB of text a rendition; copying that together at each part would cost more than the
/// video's overlays.
struct SegmentLog: Sendable {
    /// In bytes: what a playlist may have to copy at either end of its window.
    private static let pieceByteCount = 16_384

    private struct Piece {
        /// Counted from the first text that ever was.
        let start: Int
        let text: TextPiece

        var end: Int { start + text.bytes.count }
    }

    private var pieces: [Piece] = []
    /// What follows `pieces`.
    private var open: [UInt8] = []
    private var openStart = 0

    /// Where the next text will begin, counted from the first that ever was.
    var end: Int { openStart + open.count }

    /// For tests: how much text is there.
    var heldByteCount: Int { pieces.reduce(open.count) { $0 + $1.text.bytes.count } }

    mutating func append(_ text: [UInt8]) {
        open += text
        guard open.count >= Self.pieceByteCount else { return }
        pieces.append(Piece(start: openStart, text: TextPiece(open)))
        openStart = end
        open = []
    }

    /// Writes all from `offset` on.
    func write(from offset: Int, to playlist: inout PlaylistWriter) {
        // From the end, where most begin who know the rest.
        var first = pieces.count
        while first > 0, pieces[first - 1].end > offset { first -= 1 }
        for piece in pieces[first...] {
            if piece.start >= offset {
                playlist.append(piece.text)
            } else {
                playlist.append(piece.text.bytes[(offset - piece.start)...])
            }
        }
        playlist.append(open[max(0, offset - openStart)...])
    }

    /// Forgets whole pieces that end before `offset`.
    mutating func drop(before offset: Int) {
        pieces.removeFirst(pieces.prefix { $0.end <= offset }.count)
        // Without whole pieces, what is dropped is most of the text, or waits until it is.
        guard pieces.isEmpty, offset - openStart > open.count / 2 else { return }
        open.removeFirst(offset - openStart)
        openStart = offset
    }
}
