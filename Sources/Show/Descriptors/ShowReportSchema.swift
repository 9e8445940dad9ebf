public import Foundation

/// Describes what the control API tells of a show, as JSON Schema.
public struct ShowReportSchema: ShowReport {
    public private(set) var properties: [JSONTree.Member] = []
    /// Schemas of objects that stand in several places, by name.
    public private(set) var components: [JSONTree.Member] = []

    /// What all types of layers report.
    public init() {
        // With the longest examples, which have several products.
        ExampleShow.ofAllTypes(isLong: true).state.write(to: &self)
    }

    private init(empty: ()) {}

    public var schema: JSONTree {
        [
            "type": "object", "properties": .object(properties), "required": .words(properties.map(\.key)),
            "additionalProperties": false,
        ]
    }

    /// - Parameter isOptional: Whether it may be null.
    private mutating func add(
        _ key: StaticString, type: String, isOptional: Bool = false, _ more: JSONTree = [:], _ about: String = ""
    ) {
        let type: JSONTree = isOptional ? .words([type, "null"]) : .text(type)
        add(key, JSONTree.members(("type", type)).merging(more), about)
    }

    private mutating func add(_ key: StaticString, _ schema: JSONTree, _ about: String = "") {
        let said: JSONTree = about.isEmpty ? [:] : ["description": .text(about)]
        properties.append(JSONTree.Member("\(key)", schema.merging(said)))
    }

    public mutating func text(_ key: StaticString, _ value: String) { add(key, type: "string") }
    public mutating func text(_ key: StaticString, _ value: String?) { add(key, type: "string", isOptional: true) }

    public mutating func text(_ key: StaticString, _ value: LocalizedText) { add(key, localizedText()) }
    public mutating func text(_ key: StaticString, _ value: LocalizedText?) { add(key, Self.optional(localizedText())) }

    /// A reference to what a text of one or several languages is.
    private mutating func localizedText() -> JSONTree {
        let name = "LocalizedText"
        if !components.contains(where: { $0.key == name }) {
            let languages: JSONTree = [
                "type": "object", "additionalProperties": ["type": "string"], "minProperties": 1,
            ]
            components.append(
                JSONTree.Member(
                    name,
                    [
                        "anyOf": [["type": "string"], languages],
                        "description": "As the event has it: a text, or one for each language, by its BCP 47 tag.",
                    ]))
        }
        return Self.reference(name)
    }

    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: StaticString, _ value: Choice) {
        add(key, type: "string", ["enum": .words(Choice.allCases.map(\.rawValue))])
    }

    public mutating func count(_ key: StaticString, _ value: Int, _ about: String) {
        add(key, type: "integer", ["minimum": 0], about)
    }

    public mutating func count(_ key: StaticString, _ value: Int?, _ about: String) {
        add(key, type: "integer", isOptional: true, [:], about)
    }

    public mutating func decimal(_ key: StaticString, _ value: Decimal) { add(key, type: "number") }
    public mutating func decimal(_ key: StaticString, _ value: Decimal?) { add(key, type: "number", isOptional: true) }
    public mutating func flag(_ key: StaticString, _ value: Bool) { add(key, type: "boolean") }

    public mutating func instant(_ key: StaticString, tick: Int?) { addInstant(key) }
    public mutating func instant(_ key: StaticString, _ value: WallTime?) { addInstant(key) }

    private mutating func addInstant(_ key: StaticString) { add(key, Self.optional(Self.reference("Instant"))) }

    public mutating func texts(_ key: StaticString, _ values: [LocalizedText]?) {
        add(key, type: "array", isOptional: true, ["items": localizedText()])
    }

    public mutating func object<Value>(
        _ key: StaticString, _ value: Value?, named name: String?, _ body: (inout ShowReportSchema, Value) -> Void
    ) {
        guard let value else { preconditionFailure("no example of \(key)") }
        let schema = describe(value, named: name, body)
        add(key, Self.optional(schema))
    }

    public mutating func objects<Value>(
        _ key: StaticString, _ values: [Value], named name: String?, _ about: String,
        _ body: (inout ShowReportSchema, Value) -> Void
    ) {
        guard let value = values.first else { preconditionFailure("no example of \(key)") }
        let schema = describe(value, named: name, body)
        add(key, ["type": "array", "items": schema], about)
    }

    public mutating func group(_ key: StaticString, _ body: (inout ShowReportSchema) -> Void) {
        let schema = describe((), named: nil) { report, _ in body(&report) }
        add(key, schema)
    }

    private mutating func describe<Value>(
        _ value: Value, named name: String?, _ body: (inout ShowReportSchema, Value) -> Void
    ) -> JSONTree {
        var inner = ShowReportSchema(empty: ())
        body(&inner, value)
        for component in inner.components + (name.map { [JSONTree.Member($0, inner.schema)] } ?? [])
        where !components.contains(where: { $0.key == component.key }) { components.append(component) }
        return name.map(Self.reference) ?? inner.schema
    }

    private static func reference(_ name: String) -> JSONTree { ["$ref": .text("#/components/schemas/\(name)")] }

    private static func optional(_ schema: JSONTree) -> JSONTree { ["anyOf": [schema, ["type": "null"]]] }
}
