import Captions
import Show
import Typeset

/// Makes lines of captions, each with the ticks between which it is on screen.
struct CaptionRows: Sendable {
    let breaks: CaptionBreaks
    let measures: CaptionMeasures
    /// How many are on screen at once.
    let count: Int

    /// The lines of one caption, in order.
    func rows(of shown: ShownCaption, in factory: SpriteFactory) -> [CaptionRow] {
        let isWhole = !shown.isGrowing && shown.earlier.isEmpty
        let now = measures.measured(shown.caption.text, isWhole: isWhole, in: factory)
        let starts =
            isWhole
            ? breaks.balancedStarts(of: now.pieces) : breaks.starts(of: now.pieces, keeping: kept(shown, in: factory))
        let length = now.pieces.joined().reduce(0) { $0 + $1.length }
        return starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : length
            let runs = Self.slice(starts[index]..<max(starts[index], end), of: now.paragraphs)
            let birth = isWhole ? page(index, starts, length, shown) : shown.tick(ofCharacter: starts[index])
            return CaptionRow(
                line: CaptionLine(runs: runs, isRightToLeft: now.isRightToLeft), bornAt: birth, endsAt: shown.endsAt)
        }
    }

    /// Where lines were begun by what the caption said before, one text after the other.
    private func kept(_ shown: ShownCaption, in factory: SpriteFactory) -> [Int] {
        var kept: [Int] = []
        for (number, earlier) in shown.earlier.enumerated() {
            // What came whole first was laid out so.
            let isWhole = number == 0 && !shown.isGrowing
            let then = measures.measured(earlier, isWhole: isWhole, in: factory)
            kept = isWhole ? breaks.balancedStarts(of: then.pieces) : breaks.starts(of: then.pieces, keeping: kept)
            let next = number + 1 < shown.earlier.count ? shown.earlier[number + 1] : shown.caption.text
            kept = CaptionBreaks.moved(kept, from: earlier.letters, to: next.letters)
        }
        return kept
    }

    /// When a line of a caption comes that has more lines than are shown at once: as far into its time as its text is into
    /// the whole, by the letters that are to be read before.
    private func page(_ index: Int, _ starts: [Int], _ length: Int, _ shown: ShownCaption) -> Int {
        guard index >= count, length > 0 else { return shown.shownAt }
        return shown.shownAt + (shown.endsAt - shown.shownAt) * starts[index - count + 1] / length
    }

    /// A part of a text, by its characters, without white space at its ends.
    static func slice(_ range: Range<Int>, of paragraphs: [[CaptionText.Run]]) -> [CaptionText.Run] {
        var (runs, offset) = ([CaptionText.Run](), 0)
        for run in paragraphs.joined() {
            let count = run.base.count
            defer { offset += count }
            let part = range.clamped(to: offset..<offset + count)
            guard !part.isEmpty else { continue }
            if part.count == count {
                runs.append(run)
            } else {
                let text = run.base.dropFirst(part.lowerBound - offset).prefix(part.count)
                runs.append(CaptionText.Run(String(text), ruby: nil))
            }
        }
        if let first = runs.first { runs[0].base = String(first.base.drop(while: \.isWhitespace)) }
        while let last = runs.last?.base.last, last.isWhitespace { runs[runs.count - 1].base.removeLast() }
        return runs.filter { !$0.base.isEmpty }
    }
}
