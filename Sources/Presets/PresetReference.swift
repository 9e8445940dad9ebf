import Show

/// The reference of presets that people read, made from the types that presets are read into.
public enum PresetReference {
    /// As Markdown, for `docs/presets.md`.
    public static var markdown: String {
        let schema = PresetSchema.document
        var lines = [
            "# Presets", "",
            "<!-- Made by `tatecast schema preset --markdown`: change the types in Sources/Show and Sources/Presets, then run `make schemas`. -->",
            "",
            "A preset is a YAML file that says how a show looks and is encoded. Percentages are of the canvas. The same as a schema: [preset.schema.json](../schemas/preset.schema.json), or `tatecast schema preset`. An editor uses it if the file's first line is `# yaml-language-server: $schema=…/preset.schema.json`.",
            "", "## The preset", "",
        ]
        let own = members(of: schema).filter { $0.key != "layers" }
        lines += table(own)
        for key in ["canvas", "reframe", "ladder", "safeArea", "words"] {
            guard let value = own.first(where: { $0.key == key })?.value else { continue }
            lines += ["", "### \(key)", ""] + table(members(of: value))
        }
        lines += [
            "", "## Layers", "",
            "`layers` is a list from back to front. Each is a map with one key, its type: \(LayerType.allCases.map { "[`\($0.rawValue)`](#\($0.rawValue))" }.joined(separator: ", ")).",
            "", "Their boxes have the same keys, with other defaults:", "",
        ]
        let box = members(of: definition("layer-price", in: schema)).prefix(12)
        lines += table(box.map { JSONTree.Member($0.key, $0.value.without("default")) })
        lines += ["", "### Animations", ""] + table(members(of: definition("animation", in: schema)))
        lines += ["", "### Styles", ""] + table(members(of: definition("style", in: schema)))
        for type in LayerType.allCases { lines += section(type, schema, boxKeys: Set(box.map(\.key))) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ type: LayerType, _ schema: JSONTree, boxKeys: Set<String>) -> [String] {
        let keys = members(of: definition("layer-\(type.rawValue)", in: schema))
        let box = type.descriptor.standardBox
        var lines = [
            "", "### \(type.rawValue)", "", type.descriptor.summary, "", "![](layers/\(type.rawValue).png)", "",
        ]
        if EventReference.has(type) { lines += ["Its events: [events.md](events.md#\(type.rawValue)).", ""] }
        lines.append("It stands at `\(box.anchor.rawValue)` unless the preset says otherwise.")
        let unused = type.descriptor.unusedBoxKeys
        if !unused.isEmpty {
            lines[lines.count - 1] += " \(unused.map { "`\($0)`" }.joined(separator: ", ")) mean nothing to it."
        }
        let own = keys.filter { !boxKeys.contains($0.key) }
        return own.isEmpty ? lines : lines + [""] + table(own)
    }

    private static func definition(_ name: String, in schema: JSONTree) -> JSONTree {
        schema["$defs"]?[name] ?? .null
    }

    /// The keys of a map, also of one that may be something else instead.
    private static func members(of schema: JSONTree) -> [JSONTree.Member] {
        if case .object(let members)? = schema["properties"] { return members }
        if let items = schema["items"] { return members(of: items) }
        guard case .list(let kinds)? = schema["anyOf"] else { return [] }
        return kinds.lazy.map(members(of:)).first { !$0.isEmpty } ?? []
    }

    private static func table(_ members: [JSONTree.Member]) -> [String] {
        ["| Key | Value | |", "| --- | --- | --- |"]
            + members.map { member in
                let value = member.value
                let about = value["description"].map(Self.sentence) ?? ""
                let fallback = value["default"].map { " Default: \($0.reading)." } ?? ""
                return "| `\(member.key)` | \(value.reading) | \(about)\(fallback) |"
            }
    }

    private static func sentence(_ text: JSONTree) -> String {
        if case .text(let text) = text { text } else { "" }
    }
}
