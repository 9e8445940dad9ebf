/// A playlist as text. It never changes, so any thread may read it, and no lock need be held.
///
/// The pieces in the middle of a long one are the same objects in all versions of the playlist: whoever converts or compresses them
/// can do so once, and making a playlist costs the same however much it lists.
public struct PlaylistText: Sendable {
    /// In order; together they are the playlist, in UTF-8.
    public let pieces: [TextPiece]
    public let byteCount: Int

    /// All of it in one piece, for whoever can't use several.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for piece in pieces { bytes += piece.bytes }
        return bytes
    }
}

extension PlaylistText: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A stretch of a playlist's text: whole lines.
public final class TextPiece: Sendable {
    public let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }
}

/// Puts a playlist together.
struct PlaylistWriter {
    private var pieces: [TextPiece] = []
    private var byteCount = 0
    /// What follows `pieces`.
    private var open: [UInt8] = []

    mutating func append(line: String) {
        open.append(contentsOf: line.utf8)
        open.append(UInt8(ascii: "\n"))
    }

    mutating func append(_ bytes: some Collection<UInt8>) { open += bytes }

    /// Takes a piece as it is, without a copy.
    mutating func append(_ piece: TextPiece) {
        guard !piece.bytes.isEmpty else { return }
        close()
        pieces.append(piece)
        byteCount += piece.bytes.count
    }

    private mutating func close() {
        guard !open.isEmpty else { return }
        byteCount += open.count
        pieces.append(TextPiece(open))
        open = []
    }

    consuming func finish() -> PlaylistText {
        close()
        return PlaylistText(pieces: pieces, byteCount: byteCount)
    }
}

extension [UInt8] {
    init(lines: [String]) {
        self = []
        for line in lines { append(line: line) }
    }

    mutating func append(line: String) {
        append(contentsOf: line.utf8)
        append(UInt8(ascii: "\n"))
    }
}
