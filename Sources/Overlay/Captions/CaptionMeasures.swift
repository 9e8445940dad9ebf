import Captions
import Synchronization
import Typeset

/// What captions take up that were measured lately: words that are on screen aren't measured anew with each heart.
final class CaptionMeasures: Sendable {
    struct Key: Hashable {
        let text: CaptionText
        /// Whether phrases stay whole.
        let isWhole: Bool
    }

    /// A caption in pieces that lines may break between.
    struct Measured {
        /// Its own lines, each cleaned.
        let paragraphs: [[CaptionText.Run]]
        let pieces: [[TextPiece]]
        let isRightToLeft: Bool
    }

    /// A growing caption is another one with each word; only those on screen are asked for again.
    private static let capacity = 64

    private let known = Mutex<[Key: Measured]>([:])
    private let style: TextStyle
    private let width: Double

    /// - Parameter width: The widest that a line may be, in pixels.
    init(style: TextStyle, width: Double) { (self.style, self.width) = (style, width) }

    func measured(_ text: CaptionText, isWhole: Bool, in factory: SpriteFactory) -> Measured {
        let key = Key(text: text, isWhole: isWhole)
        if let measured = known.withLock({ $0[key] }) { return measured }
        let paragraphs = text.lines.map { line in
            line.map { run in
                CaptionText.Run(
                    PlainText(run.base, limit: Caption.maximumLength, isTrimmed: false).string, ruby: run.ruby)
            }
        }
        let parts = paragraphs.map { runs in
            factory.withTypesetter { typesetter in
                typesetter.pieces(
                    of: runs.map(\.base).joined(), style: style, keepsPhrases: isWhole, widest: width)
            }
        }
        let measured = Measured(
            paragraphs: paragraphs,
            pieces: zip(paragraphs, parts).map { Self.joined($1.pieces, overRubyOf: $0) },
            isRightToLeft: parts.first?.isRightToLeft ?? false)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = measured
        }
        return measured
    }

    /// What has ruby above it stays in one piece.
    private static func joined(_ pieces: [TextPiece], overRubyOf runs: [CaptionText.Run]) -> [TextPiece] {
        guard runs.contains(where: { $0.ruby != nil }) else { return pieces }
        var inside: Set<Int> = []
        var offset = 0
        for run in runs {
            let end = offset + run.base.count
            if run.ruby != nil, end - offset > 1 { inside.formUnion(offset + 1..<end) }
            offset = end
        }
        var joined: [TextPiece] = []
        offset = 0
        for piece in pieces {
            if inside.contains(offset), var last = joined.popLast() {
                last.width += last.space + piece.width
                (last.space, last.overhang, last.length) = (piece.space, piece.overhang, last.length + piece.length)
                joined.append(last)
            } else {
                joined.append(piece)
            }
            offset += piece.length
        }
        return joined
    }
}
