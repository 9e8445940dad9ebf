import Yams

/// Where something stands in a preset's text.
struct Place {
    /// From 1.
    let line: Int
    /// From 1, in Unicode scalars.
    let column: Int
}

extension Place {
    init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

extension Node {
    /// Where it starts.
    var place: Place? { mark.map(Place.init) }
}
