import Show

/// A value of a preset file, with its place and key path.
///
/// Readers of it return `nil` and report the problem if the value isn't what the key wants, so that one run names
/// everything that is wrong. Scalars are read as the text they are: YAML 1.1 would take `no` for false, `1:30` for 90.
struct Field {
    let value: YAMLValue
    /// E.g. `layers[0].price.width`; empty for the root.
    let path: String
    let problems: Problems

    func report(_ message: @autoclosure () -> String) { problems.report(value.place, path, message()) }

    /// Reports what was expected and what is there; returns `nil` for the reader to return.
    func mismatch<Value>(expected: @autoclosure () -> String) -> Value? {
        report("expected \(expected()), found \(found)")
        return nil
    }

    /// Reports that a key isn't there; returns `nil` for the reader to return.
    func missing<Value>(_ key: String) -> Value? {
        report("\(key) is missing")
        return nil
    }

    /// The text of a scalar, quoted or not; `nil` for lists and maps, without a report.
    var scalarText: String? { value.text }

    /// How many elements a list has; `nil` for all else.
    var elementCount: Int? {
        guard case .list(let elements) = value.content else { return nil }
        return elements.count
    }

    /// Whether nothing stands after the key.
    var isEmpty: Bool {
        guard case .scalar(let text, isPlain: true) = value.content else { return false }
        return ["", "~", "null"].contains(text)
    }

    /// Whether it is a map, maybe an empty one.
    var isMap: Bool { if case .map = value.content { true } else { isEmpty } }

    /// What is there, in the writer's words.
    private var found: String {
        switch value.content {
        case .scalar(let text, _): isEmpty ? "nothing" : quoted(text)
        case .list: "a list"
        case .map: "a map"
        }
    }
}

// MARK: - Lists and maps

extension Field {
    /// The elements of a list of so many.
    func list(of count: ClosedRange<Int>, _ noun: String) -> [Field]? {
        let expected = "a list of \(count.lowerBound) to \(count.upperBound) \(noun)"
        if isEmpty, count.contains(0) { return [] }
        guard case .list(let elements) = value.content else { return mismatch(expected: expected) }
        guard count.contains(elements.count) else {
            report("expected \(expected), found \(elements.count)")
            return nil
        }
        return elements.enumerated().map { index, value in
            Field(value: value, path: "\(path)[\(index)]", problems: problems)
        }
    }

    /// The values of a map that may have these keys; others are reported. Nothing after the key is an empty map.
    func map(_ keys: [String]) -> FieldMap? {
        if isEmpty { return FieldMap(fields: [:]) }
        guard case .map(let pairs) = value.content else {
            return mismatch(expected: "a map of \(keys.joined(separator: ", "))")
        }
        var fields: [String: Field] = [:]
        for (key, value) in pairs {
            let name = key.text
            guard let name, keys.contains(name) else {
                let shown = name.map { quoted($0).dropFirst().dropLast() } ?? "?"
                let hint = suggestion(for: name ?? "", among: keys)
                problems.report(key.place, child(String(shown)), "unknown key; \(hint)")
                continue
            }
            fields[name] = Field(value: value, path: child(name), problems: problems)
        }
        return FieldMap(fields: fields)
    }

    /// The one key of a map, its place, and its value.
    func singlePair() -> (name: String, place: Place?, value: Field)? {
        guard case .map(let pairs) = value.content, pairs.count == 1, let pair = pairs.first,
            let name = pair.key.text
        else { return nil }
        return (name, pair.key.place, Field(value: pair.value, path: child(name), problems: problems))
    }

    private func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

/// The values of a map by their keys.
struct FieldMap {
    let fields: [String: Field]

    subscript(key: String) -> Field? { fields[key] }

    /// Puts a key's value in its place if it is given and right; leaves the default there otherwise.
    func read<Value>(_ key: String, into place: inout Value?, _ reader: (Field) -> Value?) {
        guard let field = fields[key], let value = reader(field) else { return }
        place = value
    }

    /// Puts a key's value in its place if it is given and right; leaves the default there otherwise.
    func read<Value>(_ key: String, into place: inout Value, _ reader: (Field) -> Value?) {
        guard let field = fields[key], let value = reader(field) else { return }
        place = value
    }
}
