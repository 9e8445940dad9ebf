/// A caption file's lines, and the blocks that empty lines make of them.
struct CaptionLines {
    private let lines: [Substring]

    init(_ text: String) {
        // A carriage return and a line feed are one character.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }

    /// Whether its first line says so: `WEBVTT`, alone or with something behind a space.
    var isWebVTT: Bool {
        guard let first = lines.first, first.hasPrefix("WEBVTT") else { return false }
        return first.dropFirst(6).first.map { $0 == " " || $0 == "\t" } ?? true
    }

    /// Lines without an empty one between them.
    struct Block {
        /// Of its first, counted from 1.
        let line: Int
        let lines: ArraySlice<Substring>
    }

    /// The blocks in order. Each line is looked at once.
    var blocks: [Block] {
        var blocks: [Block] = []
        var start = lines.startIndex
        for index in lines.indices where lines[index].allSatisfy(\.isWhitespace) {
            if index > start { blocks.append(Block(line: start + 1, lines: lines[start..<index])) }
            start = index + 1
        }
        if start < lines.endIndex { blocks.append(Block(line: start + 1, lines: lines[start...])) }
        return blocks
    }
}

extension CaptionLines.Block {
    /// The times of a line with an arrow, and what stands behind them; `nil` for one that can't be read.
    static func times(_ line: Substring) -> (from: String, to: String, settings: Substring)? {
        guard let arrow = line.firstRange(of: "-->") else { return nil }
        let from = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
        let behind = line[arrow.upperBound...].drop(while: \.isWhitespace)
        let to = behind.prefix { !$0.isWhitespace }
        guard from.count == 1 else { return nil }
        return (String(from[0]), String(to), behind[to.endIndex...].drop(while: \.isWhitespace))
    }
}
