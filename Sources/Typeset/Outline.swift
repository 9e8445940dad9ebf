/// The edge of a shape to fill: straight lines and cubic curves, in pixels.
public struct Outline: Hashable, Sendable {
    /// A point, in pixels from the picture's top left corner.
    public struct Point: Hashable, Sendable {
        public var x, y: Double

        public init(_ x: Double, _ y: Double) {
            (self.x, self.y) = (x, y)
        }
    }

    enum Element: Hashable, Sendable {
        case move(Point)
        case line(Point)
        case curve(Point, Point, Point)
        case close
    }

    private(set) var elements: [Element] = []

    public init() {}

    public mutating func move(to point: Point) { elements.append(.move(point)) }
    public mutating func line(to point: Point) { elements.append(.line(point)) }

    /// Adds a cubic curve with two control points.
    public mutating func curve(_ first: Point, _ second: Point, to end: Point) {
        elements.append(.curve(first, second, end))
    }

    public mutating func close() { elements.append(.close) }

    /// The outline with every point changed.
    func mapped(_ change: (Point) -> Point) -> Outline {
        var result = Outline()
        result.elements = elements.map { element in
            switch element {
            case .move(let point): .move(change(point))
            case .line(let point): .line(change(point))
            case .curve(let first, let second, let end): .curve(change(first), change(second), change(end))
            case .close: .close
            }
        }
        return result
    }

    /// The outline turned clockwise about a point, by the angle that has this sine; -1 to 1.
    public func tilted(bySine sine: Double, about centre: Point) -> Outline {
        precondition(-1...1 ~= sine, "a sine of \(sine)")
        let cosine = (1 - sine * sine).squareRoot()
        return mapped { point in
            let (dx, dy) = (point.x - centre.x, point.y - centre.y)
            return Point(centre.x + dx * cosine - dy * sine, centre.y + dx * sine + dy * cosine)
        }
    }
}
