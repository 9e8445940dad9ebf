import Show

/// Reads a command's options from YAML: one map of names and plain values.
public enum OptionFile {
    public struct Setting: Hashable, Sendable {
        public let name: String
        public let value: String
        public let line: Int
    }

    /// Reads a file. Blocks.
    ///
    /// - Parameter names: What may be set.
    /// - Returns: In the file's order.
    /// - Throws: ``PresetError`` with all that is wrong, each with its place.
    public static func load(path: String, names: [String]) throws(PresetError) -> [Setting] {
        try decode(yaml: PresetFile.read(path), file: path, names: names)
    }

    /// Reads a text; `file` names it in errors.
    public static func decode(yaml: String, file: String, names: [String]) throws(PresetError) -> [Setting] {
        let problems = Problems(file: file)
        var settings: [Setting] = []
        if let root = YAMLDocument.compose(yaml, file: file, reportTo: problems) {
            if case .map(let pairs) = root.content {
                for (key, value) in pairs { read(key, value, names, &settings, problems) }
            } else {
                problems.report(root.place, "", "expected a map of options, e.g. input: rtmp://host/app")
            }
        }
        guard problems.isEmpty else { throw problems.error() }
        return settings
    }

    private static func read(
        _ key: YAMLValue, _ value: YAMLValue, _ names: [String], _ settings: inout [Setting], _ problems: Problems
    ) {
        guard let name = key.text else { return problems.report(key.place, "", "expected an option's name") }
        guard names.contains(name) else {
            return problems.report(key.place, name, "unknown option; \(suggestion(for: name, among: names))")
        }
        guard let text = value.text else { return problems.report(value.place, name, "expected a plain value") }
        guard !settings.contains(where: { $0.name == name }) else {
            return problems.report(key.place, name, "this option is given twice")
        }
        settings.append(Setting(name: name, value: text, line: key.place?.line ?? 1))
    }
}
