/// What an event may say, as JSON Schema, made from the descriptions of all types.
public enum EventSchema {
    /// For one line of a timeline file, or one event of the control API.
    public static let document: JSONTree = [
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An event of a Tatecast show",
        "description":
            "One line of a timeline file, or one event of the control API. The decoder also takes null for absent, and knows the ISO 4217 codes.",
        "$defs": [
            "at": [
                "anyOf": [number(in: 0...86_400), wallTime],
                "description":
                    "When to commit: seconds of media time, or an absolute time. Absent means now; timeline files need it.",
            ],
            "id": text(limit: 128).merging([
                "description": "Makes the event idempotent, and lets it be undone."
            ]),
            "wallTime": wallTime,
            "file": [
                "type": "string", "minLength": 1, "maxLength": 255, "pattern": .text(PresetSchemaKeys.filePattern),
                "description": "A picture's file name inside the show's folder.",
            ],
            "url": [
                "type": "string", "minLength": 1, "maxLength": 2_048,
                "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[!#-~]+$",
            ],
            "amount": number(in: 0...1_000_000_000_000),
            "product": object(Product.form.keys, isConsequence: false),
            "consequence": [
                "description": "What follows from another event.", "oneOf": .list(forms(isConsequence: true)),
            ],
        ],
        "oneOf": .list(forms(isConsequence: false)),
    ]

    private static func forms(isConsequence: Bool) -> [JSONTree] {
        EventType.allCases.filter { !isConsequence || EventType.consequences.contains($0) }.flatMap { type in
            type.description.forms.filter { !isConsequence || $0.followRefusal == nil }.map { form in
                object(form.keys, isConsequence: isConsequence, form, type)
            }
        }
    }

    /// An object of these keys, and of those that all events have.
    static func object(
        _ keys: [EventForm.Key], isConsequence: Bool, _ form: EventForm? = nil, _ type: EventType? = nil
    ) -> JSONTree {
        var (members, required): ([JSONTree.Member], [String]) = ([], [])
        if let type {
            members.append(JSONTree.Member("type", ["const": .text(type.rawValue)]))
            required.append("type")
            if !isConsequence { members += ["at", "id"].map { JSONTree.Member($0, reference($0)) } }
        }
        if let action = form?.action {
            members.append(JSONTree.Member("action", ["const": .text(action)]))
            if form?.isDefault == false { required.append("action") }
        }
        for key in keys {
            let schema = isConsequence ? key.description.consequenceSchema : key.description.schema
            guard let schema else { continue }
            let about: JSONTree = key.description.about.isEmpty ? [:] : ["description": .text(key.description.about)]
            members.append(JSONTree.Member(key.description.name, schema.merging(about)))
            if key.isRequired { required.append(key.description.name) }
        }
        if form?.needsID == true { required.append("id") }
        return [
            "type": "object", "properties": .object(members), "additionalProperties": false,
            "required": .words(required),
        ]
    }

    // MARK: - Values

    static func reference(_ name: String) -> JSONTree { ["$ref": .text("#/$defs/\(name)")] }

    static func text(limit: Int) -> JSONTree { PresetSchemaKeys.text(upTo: limit) }

    /// Text, or an object with one for each of some languages.
    static func localizedText(limit: Int) -> JSONTree { PresetSchemaKeys.localizedText(upTo: limit) }

    static func number(in range: ClosedRange<Int>) -> JSONTree {
        [
            "type": "number", "minimum": .number(Double(range.lowerBound)),
            "maximum": .number(Double(range.upperBound)),
        ]
    }

    /// A language tag, as ``LanguageTag`` reads it; the languages themselves are too many for a schema.
    public static let language: JSONTree = [
        "type": "string", "pattern": "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$",
        "description": "BCP 47, e.g. ja, en-US or zh-Hant.",
    ]

    /// An absolute time, as ``WallTime/init(rfc3339:)`` reads it.
    static let wallTime: JSONTree = [
        "type": "string",
        "pattern":
            #"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})$"#,
        "description": "RFC 3339, e.g. 2026-11-22T20:00:00+09:00.",
    ]
}
