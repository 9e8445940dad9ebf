/// The reference of events that people read, made from the descriptions of all types.
public enum EventReference {
    /// As Markdown, for `docs/events.md`.
    public static var markdown: String {
        var lines = [
            "# Events", "",
            "<!-- Made by `tatecast schema events --markdown`: change the types in Sources/Show, then run `make schemas`. -->",
            "",
            "An event is one JSON object: a line of a timeline file, or what `POST /v1/events` takes. The same as a schema: [event.schema.json](../schemas/event.schema.json), or `tatecast schema events`.",
            "", "All types have these keys:", "", "| Key | Value | |", "| --- | --- | --- |",
            "| `type` | \(EventType.allCases.map { "[`\($0.rawValue)`](#\($0.rawValue))" }.joined(separator: ", ")) | needed |",
            "| `at` | seconds of media time, or an absolute time such as `2026-11-22T20:00:00+09:00` | When to commit; absent means now. Timeline files need it. |",
            "| `id` | text of 1 to 128 characters | Makes the event idempotent, and lets it be undone. |", "",
            "`action` may be left out where a heading says so. What may follow from another event (`onEnd`, `onZero`, an option's `events`) is any event without `at` and `id`, but no hearts, comments, votes and undoing.",
        ]
        lines += [
            "", "## Languages", "",
            "What viewers read may be given in several languages: in place of a text stands an object with one for each, by its BCP 47 tag.",
            "", "```json",
            #"{"type": "nameplate", "name": {"ja": "佐藤 みき", "en": "Mia Sato"}, "title": {"ja": "スタイリスト", "en": "Stylist"}}"#,
            "```", "",
            "Nothing is translated. A canvas writes the text of its preset's `locale`; without one, that of the nearest language (`en-GB` for `en-US`), of English, or the first by the alphabet of the tags. `GET /v1/state` has all of them, as the event said them. Date ranges have the text that the canvas writes under its usual name, and each one under a name that ends in its language: `X-COM-TATECAST-NAME`, `X-COM-TATECAST-NAME-JA`, `X-COM-TATECAST-NAME-EN`. Texts of a preset (`text`, a nameplate's `person`, a recap's `lines`) may be given so too. Comments are in the language of who wrote them.",
        ]
        for type in EventType.allCases {
            let description = type.description
            lines += ["", "## \(type.rawValue)", "", description.about]
            if LayerType(rawValue: type.rawValue) != nil {
                lines += [
                    "", "![](layers/\(type.rawValue).png)", "", "Its layer: [presets.md](presets.md#\(type.rawValue)).",
                ]
            }
            for form in description.forms { lines += markdown(of: form) }
        }
        lines += ["", "## A product", ""] + table(of: Product.form.keys)
        return lines.joined(separator: "\n") + "\n"
    }

    /// Whether there are events of the name of a type of layers.
    public static func has(_ type: LayerType) -> Bool { EventType(rawValue: type.rawValue) != nil }

    private static func markdown(of form: EventForm) -> [String] {
        var lines = [""]
        if let action = form.action {
            lines += ["### `\(action)`\(form.isDefault ? ", also without `action`" : "")", ""]
        }
        lines += [form.about + (form.needsID ? " Needs an `id`." : ""), "", "```json", form.example, "```"]
        return form.keys.isEmpty ? lines : lines + [""] + table(of: form.keys)
    }

    private static func table(of keys: [EventForm.Key]) -> [String] {
        ["| Key | Value | |", "| --- | --- | --- |"]
            + keys.map { key in
                let description = key.description
                let fallback = description.schema["default"].map { " Default: \($0.reading)." } ?? ""
                return "| `\(description.name)`\(key.isRequired ? ", needed" : "") | \(description.schema.reading) | "
                    + "\(description.about)\(fallback) |"
            }
    }
}

extension JSONTree {
    /// What a schema says a value may be, or a value, in a few words for a table.
    public var reading: String {
        if case .text(let reference)? = self["$ref"], let name = reference.split(separator: "/").last {
            return Self.named[String(name)] ?? String(name)
        }
        if let words = self["enum"] { return words.reading }
        if let word = self["const"] { return word.reading }
        if case .list(let kinds)? = self["anyOf"] { return kinds.map(\.reading).joined(separator: ", or ") }
        switch self["type"]?.reading {
        case "`string`"?:
            guard let limit = self["maxLength"]?.reading else { return Self.kind(ofPattern: self["pattern"]) }
            return "text of 1 to \(limit) characters"
        case "`integer`"?: return "a whole number" + limits
        case "`number`"?: return "a number" + limits
        case "`boolean`"?: return "`true` or `false`"
        case "`array`"?:
            let (least, most) = (self["minItems"]?.reading ?? "0", self["maxItems"]?.reading ?? "")
            return "a list of \(least == most ? least : "\(least) to \(most)"), each \(self["items"]?.reading ?? "")"
        case "`object`"?:
            guard case .object(let members)? = self["properties"] else {
                return self["propertyNames"] == nil
                    ? "an object" : "an object with one for each [language](events.md#languages)"
            }
            return "an object of \(members.map { "`\($0.key)`" }.joined(separator: ", "))"
        default: break
        }
        return switch self {
        case .text(let text): "`\(text)`"
        case .number(let number): "\(plainText(of: number))"
        case .flag(let flag): "`\(flag)`"
        case .null: "`null`"
        case .list(let elements): elements.map(\.reading).joined(separator: ", ")
        case .object: ""
        }
    }

    private var limits: String {
        guard let least = self["minimum"]?.reading, let most = self["maximum"]?.reading else { return "" }
        return " from \(least) to \(most)"
    }

    private static func kind(ofPattern pattern: JSONTree?) -> String {
        guard case .text(let pattern)? = pattern else { return "text" }
        if pattern.hasPrefix("^[A-Za-z]{2,3}") { return "a language tag (BCP 47) such as `ja` or `en-US`" }
        if pattern.hasSuffix("%$") { return "a percentage" }
        if pattern.hasSuffix("(?:ms|s|m)$") { return "a duration such as `300ms`, `1.5s` or `5m`" }
        return pattern.contains("[Tt ]") ? "a time such as `2026-11-22T20:00:00+09:00`" : "text"
    }

    /// What definitions of both schemas are called in sentences.
    private static let named = [
        "wallTime": "a time such as `2026-11-22T20:00:00+09:00`", "file": "a picture's file name",
        "url": "an address that starts with `https://`", "amount": "a number from 0 to 1000000000000",
        "product": "[a product](#a-product)", "consequence": "an event", "color": "a colour such as `\"#e11d48cc\"`",
        "inset": "`[4%, 12%]`: across and down", "animation": "[an animation](#animations)",
        "style": "[a style](#styles)", "line": "a map of `color` and `width`",
    ]
}
