import Captions
import Typeset

/// What one line of captions says: lines that read the same share one sprite.
struct CaptionLine: Hashable, Sendable {
    let runs: [CaptionText.Run]
    /// Whether the caption that it belongs to is written from right to left, whatever this line begins with.
    let isRightToLeft: Bool

    var isEmpty: Bool { runs.allSatisfy { $0.base.allSatisfy(\.isWhitespace) } }

    /// The text as it is laid out, a run each; the first gives the direction.
    var textRuns: [TextRun] {
        let mark = isRightToLeft ? "\u{200F}" : "\u{200E}"
        return [TextRun(PlainText(mark, isTrimmed: false))]
            + runs.map { TextRun(PlainText($0.base, limit: Caption.maximumLength, isTrimmed: false)) }
    }
}

/// A line on screen. Instants are ticks of the programme clock.
struct CaptionRow: Hashable, Sendable {
    let line: CaptionLine
    let bornAt: Int
    let endsAt: Int
}
