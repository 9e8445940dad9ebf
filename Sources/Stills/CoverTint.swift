import MediaModel
public import Typeset

/// Shows on a picture what an app draws over: hatched, and named.
public struct CoverTint: Hashable, Sendable {
    /// A rectangle of the picture, in percent of its width and height from its top left corner.
    public struct Cover: Hashable, Sendable {
        public var name: String
        public var left, top, width, height: Double

        public init(_ name: String, left: Double, top: Double, width: Double, height: Double) {
            self.name = name
            (self.left, self.top, self.width, self.height) = (left, top, width, height)
        }

        /// Returns the part of the area that is inside a picture of this size, in pixels. A pixel counts if its middle is covered.
        func area(in size: PixelSize) -> PixelArea {
            func span(_ start: Double, _ length: Double, of side: Int) -> (Int, Int) {
                let ends = [start, start + length].map { part in
                    Int(max(0, min(Double(side), (part / 100 * Double(side)).rounded())))
                }
                return (ends[0], ends[1] - ends[0])
            }
            let ((x, width), (y, height)) = (
                span(left, self.width, of: size.width), span(top, self.height, of: size.height)
            )
            return PixelArea(x: x, y: y, width: width, height: height)
        }
    }

    private let covers: [Cover]
    private let face: FontFace?

    /// - Parameter face: For the covers' names; `nil` leaves them out.
    public init(_ covers: [Cover], face: FontFace?) {
        (self.covers, self.face) = (covers, face)
    }

    /// Returns the picture with its covers.
    ///
    /// - Throws: ``TypesetError`` without memory.
    public func apply(to picture: Bitmap) throws(TypesetError) -> Bitmap {
        let hatched = hatch(picture)
        guard let face else { return hatched }
        let drawing = try Drawing(size: picture.size)
        try drawing.draw(hatched, x: 0, y: 0)
        let size = max(9, Double(picture.size.height) / 64)
        let typesetter = Typesetter(language: "en")
        let style = TextStyle(
            face: face, size: size, color: .white, outline: TextOutline(color: Self.edge, width: size / 6))
        for cover in covers {
            let area = cover.area(in: picture.size)
            // Narrow ones keep their names to themselves.
            guard Double(area.width) > size * 4, Double(area.height) > size * 1.4 else { continue }
            let text = typesetter.fit(
                PlainText(cover.name), style: style,
                within: TextLimits(width: Double(area.width) - size, smallestSize: size * 0.7))
            drawing.draw(text, x: Double(area.x) + size / 2, y: Double(area.y) + size / 4)
        }
        return try drawing.finish()
    }

    /// What lies under several covers isn't darker than what lies under one.
    private func hatch(_ picture: Bitmap) -> Bitmap {
        let areas = covers.map { $0.area(in: picture.size) }
        let pitch = max(8, picture.size.height / 80)
        var pixels = picture.pixels
        for y in 0..<picture.size.height {
            let row = areas.filter { $0.y..<$0.y + $0.height ~= y }
            guard !row.isEmpty else { continue }
            for x in 0..<picture.size.width {
                guard let area = row.first(where: { $0.x..<$0.x + $0.width ~= x }) else { continue }
                let isEdge =
                    row.allSatisfy { !($0.x + 1..<$0.x + $0.width - 1 ~= x && $0.y + 1..<$0.y + $0.height - 1 ~= y) }
                    && area.width > 2
                let share = isEdge ? 224 : (x + y) % pitch < pitch / 4 ? 160 : 88
                let offset = (y * picture.size.width + x) * 4
                pixels[offset] = Self.mix(pixels[offset], Self.edge.red, share)
                pixels[offset + 1] = Self.mix(pixels[offset + 1], Self.edge.green, share)
                pixels[offset + 2] = Self.mix(pixels[offset + 2], Self.edge.blue, share)
            }
        }
        return Bitmap(size: picture.size, pixels: pixels)
    }

    /// - Parameter share: Of the second, in 256ths.
    private static func mix(_ first: UInt8, _ second: UInt8, _ share: Int) -> UInt8 {
        UInt8((Int(first) * (256 - share) + Int(second) * share + 128) >> 8)
    }

    private static let edge = Color(red: 109, green: 40, blue: 217)
}
