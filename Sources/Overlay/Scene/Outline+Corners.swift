import Show
import Typeset

extension Outline {
    /// A rectangle with corners of a style's shape.
    ///
    /// - Parameter radius: How far a corner reaches along both edges, in luma samples; half the shorter side at most.
    static func plate(_ area: Rectangle, radius: Double, corners: LayerStyle.Corners) -> Outline {
        let r = max(0, min(radius, area.width / 2, area.height / 2))
        guard corners != .round, r > 0 else { return .roundedRectangle(area, radius: r) }
        // The distance of control points that brings a cubic curve nearest to a quarter of a circle.
        let k = r * 0.552_284_749_8
        let (left, top, right, bottom) = (area.x, area.y, area.x + area.width, area.y + area.height)
        // Clockwise from the upper right; each with the directions of the edges that meet in it.
        let places: [(x: Double, y: Double, inX: Double, inY: Double, outX: Double, outY: Double)] = [
            (right, top, 1, 0, 0, 1), (right, bottom, 0, 1, -1, 0), (left, bottom, -1, 0, 0, -1),
            (left, top, 0, -1, 1, 0),
        ]
        var outline = Outline()
        for (index, corner) in places.enumerated() {
            let start = Point(corner.x - corner.inX * r, corner.y - corner.inY * r)
            let end = Point(corner.x + corner.outX * r, corner.y + corner.outY * r)
            let first = index == 0
            func begin(at point: Point) { if first { outline.move(to: point) } else { outline.line(to: point) } }
            switch corners {
            case .leaf where index.isMultiple(of: 2): begin(at: Point(corner.x, corner.y))
            case .round, .leaf:
                begin(at: start)
                outline.curve(
                    Point(start.x + corner.inX * k, start.y + corner.inY * k),
                    Point(end.x - corner.outX * k, end.y - corner.outY * k), to: end)
            case .cut:
                begin(at: start)
                outline.line(to: end)
            case .ticket:
                begin(at: start)
                outline.curve(
                    Point(start.x + corner.outX * k, start.y + corner.outY * k),
                    Point(end.x - corner.inX * k, end.y - corner.inY * k), to: end)
            }
        }
        outline.close()
        return outline
    }
}
