import Yams

/// Where something stands in a preset's text.
struct Place: Hashable {
    /// As the caller named it, or as the preset before it did.
    let file: String
    /// From 1.
    let line: Int
    /// From 1, in Unicode scalars.
    let column: Int
}

extension Place {
    init(_ mark: Mark, in file: String) { self.init(file: file, line: mark.line, column: mark.column) }
}
