public import MediaModel
import ImageCodecs
public import Typeset

/// Pictures side by side, each with a line of text below it. Any thread; one owner.
public struct ContactSheet: Sendable {
    /// What a sheet is like, whatever is on it.
    public struct Layout: Hashable, Sendable {
        /// Cells in a row; at least 1.
        public var columns: Int
        /// The width of each picture on the sheet, in pixels; at least 16.
        public var cellWidth: Int

        public init(columns: Int, cellWidth: Int) {
            precondition(columns >= 1 && cellWidth >= 16, "a sheet of \(columns) columns of \(cellWidth) pixels")
            (self.columns, self.cellWidth) = (columns, cellWidth)
        }

        /// Around and between the cells, in pixels.
        var gap: Int { max(4, cellWidth / 24) }
        /// The letters' size (em), in pixels.
        var textSize: Double { Double(max(11, cellWidth / 15)) }
        /// The height of the line below a picture, in pixels.
        var lineHeight: Int { Int((textSize * 1.7).rounded()) }

        /// The size of a whole sheet of pictures of one shape, in pixels.
        public func size(of count: Int, pictures: PixelSize) -> PixelSize {
            let rows = (count + columns - 1) / columns
            let cell = cellSize(pictures)
            return PixelSize(
                width: min(count, columns) * (cell.width + gap) + gap,
                height: rows * (cell.height + lineHeight + gap) + gap)
        }

        func cellSize(_ picture: PixelSize) -> PixelSize {
            PixelSize(
                width: cellWidth,
                height: max(1, (picture.height * cellWidth + picture.width / 2) / max(1, picture.width)))
        }
    }

    /// The longest side that a sheet may have, in pixels.
    public static let longestSide = Drawing.longestSide

    private let layout: Layout
    private var cells: [(picture: Bitmap, label: String)] = []

    public init(_ layout: Layout) {
        self.layout = layout
    }

    /// A picture at the size that it has on the sheet, so that full ones needn't be kept until all are there.
    public func cell(of picture: Bitmap) -> Bitmap {
        picture.scaled(.covering(layout.cellSize(picture.size)))
    }

    /// Adds a picture after those that are there; see ``cell(of:)``.
    public mutating func append(_ cell: Bitmap, label: String) {
        cells.append((cell, label))
    }

    /// Draws the sheet.
    ///
    /// - Parameter face: The labels' font; `nil` leaves them out.
    /// - Throws: ``TypesetError`` if the sheet is larger than a drawing may be.
    /// - Precondition: There is a cell.
    public func draw(face: FontFace?) throws(TypesetError) -> Bitmap {
        let cell = cells.map(\.picture.size).reduce(PixelSize(width: 0, height: 0)) {
            PixelSize(width: max($0.width, $1.width), height: max($0.height, $1.height))
        }
        let size = layout.size(of: cells.count, pictures: cell)
        let drawing = try Drawing(size: size)
        drawing.fill(
            .roundedRectangle(
                Rectangle(x: 0, y: 0, width: Double(size.width), height: Double(size.height)), radius: 0),
            with: .color(Self.background))
        let typesetter = Typesetter(language: "ja")
        for (index, (picture, label)) in cells.enumerated() {
            let (row, column) = index.quotientAndRemainder(dividingBy: layout.columns)
            let x = layout.gap + column * (cell.width + layout.gap)
            let y = layout.gap + row * (cell.height + layout.lineHeight + layout.gap)
            try drawing.draw(picture, x: x, y: y)
            guard let face else { continue }
            let text = typesetter.fit(
                PlainText(label), style: TextStyle(face: face, size: layout.textSize, color: Self.ink),
                within: TextLimits(width: Double(cell.width), smallestSize: 8))
            drawing.draw(text, x: Double(x), y: Double(y + cell.height) + layout.textSize * 0.2)
        }
        return try drawing.finish()
    }

    private static let background = Color(red: 24, green: 26, blue: 31)
    private static let ink = Color(red: 222, green: 226, blue: 233)
}
