extension Outline {
    /// A rectangle with round corners. A radius of half the shorter side or more makes a pill.
    public static func roundedRectangle(_ area: Rectangle, radius: Double) -> Outline {
        let r = max(0, min(radius, area.width / 2, area.height / 2))
        // The distance of control points that brings a cubic curve nearest to a quarter of a circle.
        let k = r * (1 - 0.552_284_749_8)
        let (left, top, right, bottom) = (area.x, area.y, area.x + area.width, area.y + area.height)
        var outline = Outline()
        outline.move(to: Point(left + r, top))
        outline.line(to: Point(right - r, top))
        outline.curve(Point(right - k, top), Point(right, top + k), to: Point(right, top + r))
        outline.line(to: Point(right, bottom - r))
        outline.curve(Point(right, bottom - k), Point(right - k, bottom), to: Point(right - r, bottom))
        outline.line(to: Point(left + r, bottom))
        outline.curve(Point(left + k, bottom), Point(left, bottom - k), to: Point(left, bottom - r))
        outline.line(to: Point(left, top + r))
        outline.curve(Point(left, top + k), Point(left + k, top), to: Point(left + r, top))
        outline.close()
        return outline
    }

    /// A rectangle with half circles for its short sides.
    public static func pill(_ area: Rectangle) -> Outline {
        roundedRectangle(area, radius: min(area.width, area.height) / 2)
    }

    /// An upright heart that touches all sides of the area.
    public static func heart(_ area: Rectangle) -> Outline {
        var outline = Outline()
        outline.move(to: Point(0.5, 1))
        outline.curve(Point(0.17, 0.76), Point(0, 0.53), to: Point(0, 0.30))
        outline.curve(Point(0, 0.12), Point(0.12, 0), to: Point(0.27, 0))
        outline.curve(Point(0.37, 0), Point(0.455, 0.05), to: Point(0.5, 0.145))
        outline.curve(Point(0.545, 0.05), Point(0.63, 0), to: Point(0.73, 0))
        outline.curve(Point(0.88, 0), Point(1, 0.12), to: Point(1, 0.30))
        outline.curve(Point(1, 0.53), Point(0.83, 0.76), to: Point(0.5, 1))
        outline.close()
        return outline.scaled(to: area)
    }

    /// A star of five points, upright, its tips softened.
    public static func star(_ area: Rectangle) -> Outline {
        // Tips and dents in turn, clockwise from the top: a tenth of a turn apart, the dents at 0.5 of the radius.
        let corners: [(Double, Double)] = [
            (0.5, 0), (0.654_5, 0.304_3), (1, 0.382), (0.75, 0.614_6), (0.809, 1),
            (0.5, 0.809), (0.191, 1), (0.25, 0.614_6), (0, 0.382), (0.345_5, 0.304_3),
        ]
        let points = corners.map { Point($0.0, $0.1) }
        var outline = Outline()
        for index in stride(from: 0, to: points.count, by: 2) {
            let (tip, dent) = (points[index], points[index + 1])
            let before = points[(index + points.count - 1) % points.count]
            let (start, end) = (tip.towards(before, 0.2), tip.towards(dent, 0.2))
            if index == 0 { outline.move(to: start) } else { outline.line(to: start) }
            outline.curve(start.towards(tip, 0.75), end.towards(tip, 0.75), to: end)
            outline.line(to: dent)
        }
        outline.close()
        return outline.scaled(to: area)
    }

    /// A twinkle of four points with hollow sides.
    public static func sparkle(_ area: Rectangle) -> Outline {
        var outline = Outline()
        outline.move(to: Point(0.5, 0))
        outline.curve(Point(0.55, 0.32), Point(0.68, 0.45), to: Point(1, 0.5))
        outline.curve(Point(0.68, 0.55), Point(0.55, 0.68), to: Point(0.5, 1))
        outline.curve(Point(0.45, 0.68), Point(0.32, 0.55), to: Point(0, 0.5))
        outline.curve(Point(0.32, 0.45), Point(0.45, 0.32), to: Point(0.5, 0))
        outline.close()
        return outline.scaled(to: area)
    }

    /// The outline of the unit square, brought to an area.
    private func scaled(to area: Rectangle) -> Outline {
        mapped { Point(area.x + $0.x * area.width, area.y + $0.y * area.height) }
    }
}

extension Outline.Point {
    /// The point a part of the way to another: 0 is here, 1 there.
    fileprivate func towards(_ other: Self, _ part: Double) -> Self {
        Self(x + (other.x - x) * part, y + (other.y - y) * part)
    }
}
