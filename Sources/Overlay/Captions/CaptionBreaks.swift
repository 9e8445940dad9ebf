import Typeset

/// Where the lines of captions break: arithmetic on what their pieces take up.
///
/// Lines are filled one after the other, so that words which come behind others leave those where they are.
struct CaptionBreaks: Hashable, Sendable {
    /// The widest that a line may be, in pixels.
    let width: Double

    /// Where lines begin, in characters from the caption's start.
    ///
    /// - Parameters:
    ///   - paragraphs: Lines that the caption itself has.
    ///   - kept: Where lines began when the caption said something else, ``moved(_:from:to:)`` to this text. A line that viewers
    ///     have seen whole ends as near to there as words allow, and none goes: there are at least as many lines, maybe empty.
    func starts(of paragraphs: [[TextPiece]], keeping kept: [Int] = []) -> [Int] {
        var starts: [Int] = []
        var offset = 0
        for pieces in paragraphs {
            starts.append(offset)
            var used = 0.0
            for (index, piece) in pieces.enumerated() {
                let isFull = used + piece.width - piece.overhang > width
                if index > 0, offset > starts[starts.count - 1], isFull || isEnd(offset, piece, kept, starts.count) {
                    starts.append(offset)
                    used = 0
                }
                used += piece.width + piece.space
                offset += piece.length
            }
        }
        while starts.count < kept.count { starts.append(offset) }
        return starts
    }

    /// Whether the next line began here before, or nearer to here than to where the piece ends.
    private func isEnd(_ offset: Int, _ piece: TextPiece, _ kept: [Int], _ line: Int) -> Bool {
        guard line < kept.count else { return false }
        return offset >= kept[line] || kept[line] - offset <= offset + piece.length - kept[line]
    }

    /// Where lines that began in a text begin in another one, which says some of it in other words.
    static func moved(_ starts: [Int], from old: String, to new: String) -> [Int] {
        guard starts.count > 1, !new.hasPrefix(old) else { return starts }
        let changes = Array(new).difference(from: Array(old))
        let removed = changes.removals.compactMap { if case .remove(let offset, _, _) = $0 { offset } else { nil } }
        let added = changes.insertions.compactMap { if case .insert(let offset, _, _) = $0 { offset } else { nil } }
        return starts.map { start in
            // What is new just where a line begins is that line's.
            added.reduce(start - removed.count { $0 < start }) { $1 < $0 ? $0 + 1 : $0 }
        }
    }

    /// The same for a caption that comes as a whole: on as few lines, all about as long.
    func balancedStarts(of paragraphs: [[TextPiece]]) -> [Int] {
        var (starts, offset) = ([Int](), 0)
        for pieces in paragraphs {
            let count = self.starts(of: [pieces]).count
            var (narrow, wide) = (width / Double(count), width)
            while count > 1, wide - narrow > 1 {
                let middle = (narrow + wide) / 2
                let isNoLonger = CaptionBreaks(width: middle).starts(of: [pieces]).count <= count
                // A piece that is wider than the line would be broken nowhere, and stand out.
                let isNoWider = pieces.allSatisfy { $0.width - $0.overhang <= middle }
                if isNoLonger && isNoWider { wide = middle } else { narrow = middle }
            }
            starts += CaptionBreaks(width: wide).starts(of: [pieces]).map { $0 + offset }
            offset += pieces.reduce(0) { $0 + $1.length }
        }
        return starts
    }
}
