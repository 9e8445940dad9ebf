public import MediaModel

/// Draws what following saw on a picture of the whole source: the window bright and framed, the zone as two lines, and a box around each
/// subject; who is followed has a thick one.
///
/// Faces are green, hands orange, motion blue. The window's frame is white, yellow while it moves, red when nobody is found, and violet
/// when a producer holds it.
public enum SightDrawing {
    /// - Parameters:
    ///   - area: Where in the planes the source's picture lies, on even edges.
    /// - Precondition: The planes are those of the layout, 8-bit 4:2:0, and the area lies inside.
    public static func draw(
        _ sight: FollowSight, into luma: inout MutableSpan<UInt8>, _ blueChroma: inout MutableSpan<UInt8>,
        _ redChroma: inout MutableSpan<UInt8>, _ layout: PlaneLayout, area: PixelArea
    ) {
        precondition(area.cuts(layout.size), "can't draw into \(area) of \(layout.size)")
        // Two samples at least, as chroma has but one for two.
        let line = max(2, min(area.width, area.height) / 240 * 2)
        let window = sight.windowBox
        if sight.size < 1 { dim(outside: pixels(window, area), &luma, layout, area) }
        func fill(_ box: PixelArea, _ ink: Ink) {
            Self.fill(box, ink, &luma, &blueChroma, &redChroma, layout)
        }
        func frame(_ box: SubjectBox, _ ink: Ink, _ line: Int) {
            for side in sides(of: box, line, area) { fill(side, ink) }
        }
        for subject in sight.found { frame(subject.box, Ink(subject.kind), line) }
        if let subject = sight.state.subject { frame(subject, sight.state.kind.map(Ink.init) ?? .white, 3 * line) }
        for edge in edges(of: sight.zoneBox, sight.axis, line, area) { fill(edge, .grey) }
        frame(window, Ink(sight.state), 2 * line)
    }

    /// What is drawn with: samples of BT.709 in limited range.
    struct Ink: Hashable {
        var luma, blue, red: UInt8

        static let white = Ink(luma: 235, blue: 128, red: 128)
        static let grey = Ink(luma: 170, blue: 128, red: 128)
        static let green = Ink(luma: 149, blue: 99, red: 61)
        static let orange = Ink(luma: 149, blue: 52, red: 178)
        static let sky = Ink(luma: 138, blue: 182, red: 71)
        static let yellow = Ink(luma: 200, blue: 28, red: 152)
        static let crimson = Ink(luma: 75, blue: 116, red: 218)
        static let violet = Ink(luma: 113, blue: 193, red: 149)

        init(luma: UInt8, blue: UInt8, red: UInt8) { (self.luma, self.blue, self.red) = (luma, blue, red) }

        init(_ kind: Subject.Kind) {
            switch kind {
            case .face: self = .green
            case .hands: self = .orange
            case .motion: self = .sky
            }
        }

        init(_ state: FollowState) {
            if state.isLocked {
                self = .violet
            } else {
                switch state.motion {
                case .hold: self = .white
                case .moving: self = .yellow
                case .lost: self = .crimson
                }
            }
        }
    }

    /// A box's samples in the area, on even edges. Boxes of damaged files are cut to what is there.
    static func pixels(_ box: SubjectBox, _ area: PixelArea) -> PixelArea {
        func even(_ share: Double, _ length: Int) -> Int {
            let place = share.isFinite ? min(1, max(0, share)) : 0
            return Int((place * Double(length) / 2).rounded()) * 2
        }
        let (left, top) = (even(box.x, area.width), even(box.y, area.height))
        return PixelArea(
            x: area.x + left, y: area.y + top, width: even(box.x + box.width, area.width) - left,
            height: even(box.y + box.height, area.height) - top)
    }

    /// The four lines around a box; those outside of the area aren't there.
    private static func sides(of box: SubjectBox, _ line: Int, _ area: PixelArea) -> [PixelArea] {
        let inner = pixels(box, area)
        let (width, height) = (min(line, inner.width) & ~1, min(line, inner.height) & ~1)
        return [
            PixelArea(x: inner.x, y: inner.y, width: inner.width, height: height),
            PixelArea(x: inner.x, y: inner.y + inner.height - height, width: inner.width, height: height),
            PixelArea(x: inner.x, y: inner.y, width: width, height: inner.height),
            PixelArea(x: inner.x + inner.width - width, y: inner.y, width: width, height: inner.height),
        ]
    }

    /// The two lines across the axis at which a box begins and ends.
    private static func edges(
        of box: SubjectBox, _ axis: FollowCamera.Axis, _ line: Int, _ area: PixelArea
    ) -> [PixelArea] {
        let sides = sides(of: box, line, area)
        return axis == .horizontal ? Array(sides[2...]) : Array(sides[..<2])
    }

    private static func dim(
        outside window: PixelArea, _ luma: inout MutableSpan<UInt8>, _ layout: PlaneLayout, _ area: PixelArea
    ) {
        for y in area.y..<area.y + area.height {
            let row = y * layout.lumaStride
            let isInside = y >= window.y && y < window.y + window.height
            for x in area.x..<area.x + area.width where !isInside || x < window.x || x >= window.x + window.width {
                luma[row + x] = UInt8(16 + (max(16, Int(luma[row + x])) - 16) / 2)
            }
        }
    }

    private static func fill(
        _ box: PixelArea, _ ink: Ink, _ luma: inout MutableSpan<UInt8>, _ blue: inout MutableSpan<UInt8>,
        _ red: inout MutableSpan<UInt8>, _ layout: PlaneLayout
    ) {
        for y in box.y..<box.y + box.height {
            for x in box.x..<box.x + box.width { luma[y * layout.lumaStride + x] = ink.luma }
        }
        for y in box.y / 2..<(box.y + box.height) / 2 {
            for x in box.x / 2..<(box.x + box.width) / 2 {
                blue[y * layout.chromaStride + x] = ink.blue
                red[y * layout.chromaStride + x] = ink.red
            }
        }
    }
}
