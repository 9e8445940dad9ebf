/// Where the values of a preset stand, also those that it has from a preset that it extends: for complaints about a preset
/// that was read without fault.
public struct PresetPlaces: Sendable {
    /// A place in a preset's text.
    public struct Position: Hashable, Sendable {
        /// As the caller named it, or the file that the preset extends.
        public let file: String
        /// From 1; the column in Unicode scalars.
        public let line, column: Int
    }

    private var positions: [String: Position] = [:]

    /// All files that the preset was read from, as they were named.
    public var files: Set<String> { Set(positions.values.map(\.file)) }

    init(_ root: YAMLValue?, file: String) {
        positions[""] = Position(file: file, line: 1, column: 1)
        if let root { add(root, "") }
    }

    /// The place of a value; of what it belongs to where it isn't given itself.
    ///
    /// - Parameter keyPath: E.g. `layers[0].price.style.color`.
    public func position(of keyPath: String) -> Position {
        var path = keyPath[...]
        while true {
            if let position = positions[String(path)] { return position }
            // The empty path is always there.
            path = path.lastIndex { $0 == "." || $0 == "[" }.map { path[..<$0] } ?? ""
        }
    }

    /// The place of the first of some values that is given; where none is, that of what the first belongs to.
    public func position(ofFirst keyPaths: [String]) -> Position {
        keyPaths.lazy.compactMap { positions[$0] }.first ?? position(of: keyPaths.first ?? "")
    }

    private mutating func add(_ value: YAMLValue, _ path: String) {
        if let place = value.place {
            positions[path] = Position(file: place.file, line: place.line, column: place.column)
        }
        switch value.content {
        case .scalar: break
        case .list(let elements):
            for (index, element) in elements.enumerated() { add(element, "\(path)[\(index)]") }
        case .map(let pairs):
            for (key, value) in pairs { add(value, path.isEmpty ? key.text ?? "?" : "\(path).\(key.text ?? "?")") }
        }
    }
}
