import CPango

/// A stretch of text within which no line breaks, with the white space behind it.
public struct TextPiece: Hashable, Sendable {
    /// In characters as readers count them.
    public var length: Int
    /// Without the white space behind it, in pixels.
    public var width: Double
    /// Of the white space behind it, in pixels.
    public var space: Double
    /// How much of `width` may stand beyond the end of a line, in pixels: a comma or a full stop of Japanese or Chinese that
    /// ends it. So one that comes a moment after the letter before it doesn't draw that to the next line.
    public var overhang: Double

    public init(length: Int, width: Double, space: Double = 0, overhang: Double = 0) {
        (self.length, self.width, self.space, self.overhang) = (length, width, space, overhang)
    }
}

/// The pieces that a text may be broken into, by Unicode's rules and those of Japanese (kinsoku).
public struct TextPieces: Hashable, Sendable {
    public var pieces: [TextPiece]
    /// Whether it is written from right to left, by its first letter that has a direction.
    public var isRightToLeft: Bool
}

extension Typesetter {
    /// Measures a text for who breaks its lines. Where it is short, what is behind it changes none of its pieces but the last.
    ///
    /// - Parameters:
    ///   - text: One paragraph, as it will be drawn.
    ///   - keepsPhrases: Whether phrases of Japanese stay in one piece; as a text grows, its last phrase grows too.
    ///   - widest: What is wider than this is taken apart, letter by letter; in pixels.
    public func pieces(of text: String, style: TextStyle, keepsPhrases: Bool = false, widest: Double) -> TextPieces {
        let layout = makeLayout(
            [TextRun(PlainText(clean: text))], style: style, size: style.size, isWhole: keepsPhrases)
        defer { cpango_unref_layout(layout) }
        let letters = letters(of: text, in: layout)
        var pieces: [TextPiece] = []
        var start = letters.startIndex
        for end in letters.indices.map({ $0 + 1 }) where end == letters.endIndex || letters[end].mayBeginLine {
            let piece = Self.piece(of: letters[start..<end])
            if piece.width > widest, end - start > 1 {
                pieces += letters[start..<end].map { Self.piece(of: [$0]) }
            } else {
                pieces.append(piece)
            }
            start = end
        }
        let line = pango_layout_get_line_readonly(layout, 0)
        let direction = line.map { pango_layout_line_get_resolved_direction($0) }
        return TextPieces(pieces: pieces, isRightToLeft: direction == PANGO_DIRECTION_RTL)
    }

    /// Where runs stand that are laid out on one line, in pixels from the block's left edge.
    ///
    /// - Parameter block: What ``fit(_:style:within:)-([TextRun],_,_)`` made of the same runs.
    public func places(of runs: [TextRun], in block: borrowing TextBlock) -> [(left: Double, right: Double)] {
        guard let line = pango_layout_get_line_readonly(block.layout, 0) else { return runs.map { _ in (0, 0) } }
        let origin = extent(ofLine: 0, in: block.layout).left - (block.style.outline?.width ?? 0)
        var start: Int32 = 0
        return drawable(runs, face: block.style.face).map { run in
            let end = start + Int32(run.text.string.utf8.count)
            defer { start = end }
            var (ranges, count): (UnsafeMutablePointer<Int32>?, Int32) = (nil, 0)
            pango_layout_line_get_x_ranges(line, start, end, &ranges, &count)
            defer { g_free(ranges) }
            let edges = UnsafeBufferPointer(start: ranges, count: Int(count) * 2)
            let unit = Double(cpango_SCALE)
            return (Double(edges.min() ?? 0) / unit - origin, Double(edges.max() ?? 0) / unit - origin)
        }
    }

    private struct Letter {
        let width: Double
        let isSpace, mayBeginLine, mayHang: Bool
    }

    /// The characters of a text as readers count them, each with the width that it takes up.
    private func letters(of text: String, in layout: OpaquePointer) -> [Letter] {
        var widths = [Double](repeating: 0, count: text.utf8.count + 1)
        if let iterator = pango_layout_get_iter(layout) {
            defer { pango_layout_iter_free(iterator) }
            repeat {
                var logical = PangoRectangle()
                pango_layout_iter_get_cluster_extents(iterator, nil, &logical)
                widths[Int(pango_layout_iter_get_index(iterator))] += Double(logical.width) / Double(cpango_SCALE)
            } while pango_layout_iter_next_cluster(iterator) != 0
        }
        var attributeCount: Int32 = 0
        let attributes = pango_layout_get_log_attrs_readonly(layout, &attributeCount)
        var (byte, scalar) = (0, 0)
        return text.map { character in
            let end = byte + character.utf8.count
            defer { (byte, scalar) = (end, scalar + character.unicodeScalars.count) }
            return Letter(
                width: widths[byte..<end].reduce(0, +), isSpace: character.isWhitespace,
                mayBeginLine: scalar < Int(attributeCount) && cpango_may_break_before(attributes, Int32(scalar)) != 0,
                mayHang: "、。，．".contains(character))
        }
    }

    private static func piece(of letters: some BidirectionalCollection<Letter>) -> TextPiece {
        let spaces = letters.reversed().prefix(while: \.isSpace)
        let space = spaces.reduce(0) { $0 + $1.width }
        let last = letters.dropLast(spaces.count).last
        return TextPiece(
            length: letters.count, width: letters.reduce(0) { $0 + $1.width } - space, space: space,
            overhang: last.map { $0.mayHang ? $0.width : 0 } ?? 0)
    }
}
