import MediaModel
import Show
import Yams

/// Reads YAML into values and refuses what no preset needs and a hostile file lives on: aliases, and nesting without end.
enum YAMLDocument {
    /// In bytes.
    static let maximumByteCount = 1_024 * 1_024
    /// Of nested lists and maps. libyaml itself stops at 1,000.
    static let maximumDepth = 32
    static let maximumNodeCount = 20_000

    /// The root of the file's one document; `nil`, with what is wrong reported, if there is none that can be used.
    static func compose(_ given: String, file: String, reportTo problems: Problems) -> YAMLValue? {
        // YAML 1.2.2, 5.2 allows a byte order mark; the parser takes it for a part of the first key.
        let yaml = TextEncoding.withoutMark(given)
        guard yaml.utf8.count <= maximumByteCount else {
            problems.report(nil, "", "larger than 1 MiB")
            return nil
        }
        if let place = firstAlias(in: yaml, of: file) {
            problems.report(place, "", "aliases aren't allowed: write the value out")
            return nil
        }
        do {
            guard let root = try Yams.compose(yaml: yaml, .basic) else {
                problems.report(nil, "", "is empty")
                return nil
            }
            var count = 0
            return isBounded(root, depth: 0, count: &count, file, problems) ? YAMLValue(root, in: file) : nil
        } catch {
            report(error, in: file, to: problems)
            return nil
        }
    }

    /// Where an alias may stand, in a file that also has what may be an anchor.
    ///
    /// Looked for in the text because afterwards it is too late: a few lines of aliases of aliases of keys keep the
    /// parser busy for years. In a comment or a text both signs together would be refused as well, which is the lesser evil.
    private static func firstAlias(in yaml: String, of file: String) -> Place? {
        var line = 1
        var column = 0
        var alias: Place?
        var hasAnchor = false
        var previous: Unicode.Scalar = " "
        var sign: Unicode.Scalar?
        for scalar in yaml.unicodeScalars {
            column += 1
            if let sign, !scalar.properties.isWhitespace {
                if sign == "&" { hasAnchor = true }
                if sign == "*", alias == nil { alias = Place(file: file, line: line, column: column - 1) }
            }
            let mayStartToken = previous.properties.isWhitespace || "[{,:?-\u{FEFF}".unicodeScalars.contains(previous)
            sign = mayStartToken && (scalar == "*" || scalar == "&") ? scalar : nil
            previous = scalar
            if scalar == "\n" { (line, column) = (line + 1, 0) }
        }
        return hasAnchor ? alias : nil
    }

    private static func isBounded(
        _ node: Node, depth: Int, count: inout Int, _ file: String, _ problems: Problems
    ) -> Bool {
        let place = node.mark.map { Place($0, in: file) }
        count += 1
        guard depth <= maximumDepth else {
            problems.report(place, "", "nested deeper than \(maximumDepth) levels")
            return false
        }
        guard count <= maximumNodeCount else {
            problems.report(place, "", "more than \(maximumNodeCount) values")
            return false
        }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let list):
            return list.allSatisfy { isBounded($0, depth: depth + 1, count: &count, file, problems) }
        case .mapping(let map):
            return map.allSatisfy { key, value in
                isBounded(key, depth: depth + 1, count: &count, file, problems)
                    && isBounded(value, depth: depth + 1, count: &count, file, problems)
            }
        }
    }

    private static func report(_ error: any Error, in file: String, to problems: Problems) {
        guard let error = error as? YamlError else {
            problems.report(nil, "", "not valid YAML: \(error)")
            return
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let setting = context.map { " \($0.text)" } ?? ""
            let hint = problem.contains("cannot start any token") ? " (is the line indented with a tab?)" : ""
            problems.report(Place(mark, in: file), "", "not valid YAML:\(setting) \(problem)\(hint)")
        case .duplicatedKeysInMapping(let names, let context):
            problems.report(Place(context.mark, in: file), names.first ?? "", "this key is given twice")
        case .reader(let problem, _, _, _):
            problems.report(nil, "", "not valid YAML: \(problem)")
        default:
            problems.report(nil, "", "not valid YAML: \(error)")
        }
    }
}
