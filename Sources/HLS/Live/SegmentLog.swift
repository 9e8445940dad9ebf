/// The text of segments in order, each made once and kept as bytes: a playlist copies a stretch of it.
///
/// A window of four hours has 9,000 segments and 1 MB of text; formatting that at each part would cost more than the
/// video's overlays.
struct SegmentLog: Sendable {
    /// From `dropped` on.
    private var bytes: [UInt8] = []
    /// How much has been dropped from the beginning.
    private var dropped = 0

    /// Where the next segment's text will begin, counted from the first that ever was.
    var end: Int { dropped + bytes.count }

    /// For tests: how often text was made, and how much of it is there.
    private(set) var formattedCount = 0
    var heldByteCount: Int { bytes.count }

    mutating func append(_ lines: [String]) {
        formattedCount += 1
        for line in lines { bytes.append(line: line) }
    }

    func copy(_ range: Range<Int>, to text: inout [UInt8]) {
        text += bytes[range.lowerBound - dropped..<range.upperBound - dropped]
    }

    /// Forgets what is before `offset`, once that is most of it.
    mutating func drop(before offset: Int) {
        let count = offset - dropped
        guard count > bytes.count / 2 else { return }
        bytes.removeFirst(count)
        dropped = offset
    }
}

extension [UInt8] {
    mutating func append(line: String) {
        append(contentsOf: line.utf8)
        append(UInt8(ascii: "\n"))
    }
}
