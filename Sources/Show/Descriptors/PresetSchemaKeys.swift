public import Captions
public import MediaModel

/// Describes the keys that a type visits, as JSON Schema.
public struct PresetSchemaKeys: PresetKeys {
    /// Each key with its schema, in the order of the visit.
    public private(set) var properties: [JSONTree.Member] = []
    /// What maps that several keys have are defined as, by name.
    public private(set) var definitions: [JSONTree.Member] = []
    private var required: [String] = []
    /// Whether the values that are found are defaults. In a definition that many share they are each one's own.
    private let hasDefaults: Bool

    public init(hasDefaults: Bool = true) { self.hasDefaults = hasDefaults }

    /// The map of all keys that were visited.
    public var schema: JSONTree {
        .members(
            ("type", "object"), ("properties", .object(properties)), ("additionalProperties", false),
            ("required", required.isEmpty ? nil : .words(required)))
    }

    /// - Parameter limits: Said behind what the key means.
    public mutating func add(
        _ key: String, _ schema: JSONTree, _ about: String, limits: String? = nil, default value: JSONTree? = nil
    ) {
        let sentence = [about.isEmpty ? nil : about, limits].compactMap(\.self).joined(separator: "; ")
        let added = JSONTree.members(
            ("description", sentence.isEmpty ? nil : .text(sentence + ".")), ("default", hasDefaults ? value : nil))
        properties.append(JSONTree.Member(key, schema.merging(added)))
    }

    /// - Parameter schema: `nil` for a map that is being defined: then there is a definition of this name.
    public mutating func define(_ name: String, _ schema: JSONTree) {
        guard !definitions.contains(where: { $0.key == name }) else { return }
        definitions.append(JSONTree.Member(name, schema))
    }

    private mutating func require(_ key: String, _ isRequired: Bool) {
        if isRequired { required.append(key) }
    }

    // MARK: - Values

    public mutating func flag(_ key: String, _ value: inout Bool, _ about: String) {
        add(key, ["type": "boolean"], about, default: .flag(value))
    }

    public mutating func integer(_ key: String, _ value: inout Int, in range: ClosedRange<Int>, _ about: String) {
        add(
            key,
            [
                "type": "integer", "minimum": .number(Double(range.lowerBound)),
                "maximum": .number(Double(range.upperBound)),
            ],
            about, default: .number(Double(value)))
    }

    public mutating func number(
        _ key: String, _ value: inout Double, in range: ClosedRange<Double>, _ about: String
    ) {
        add(
            key, ["type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)],
            about, default: .number(value))
    }

    public mutating func percent(
        _ key: String, _ value: inout Double?, in range: ClosedRange<Double>, orZero: Bool, _ about: String
    ) {
        add(
            key, Self.percent(range, orZero: orZero), about, limits: Self.limits(range, orZero: orZero),
            default: value.map { .text("\(plainText(of: $0))%") })
    }

    public mutating func duration(
        _ key: String, _ value: inout MediaTime?, inMilliseconds range: ClosedRange<Int>, _ about: String
    ) {
        add(
            key, Self.duration, about, limits: Self.limits(range), default: value.map { .text(Self.text(of: $0)) })
    }

    public mutating func text(
        _ key: String, _ value: inout String?, upTo limit: Int, isRequired: Bool, _ about: String
    ) {
        require(key, isRequired)
        add(key, Self.text(upTo: limit), about, default: value.map(JSONTree.text))
    }

    public mutating func localizedText(
        _ key: String, _ value: inout LocalizedText?, upTo limit: Int, isRequired: Bool, _ about: String
    ) {
        require(key, isRequired)
        add(key, Self.localizedText(upTo: limit), about)
    }

    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: inout Choice?, isRequired: Bool, _ about: String
    ) {
        require(key, isRequired)
        add(
            key, ["enum": .words(Choice.allCases.map(\.rawValue))], about,
            default: value.map { .text($0.rawValue) })
    }

    public mutating func color(_ key: String, _ value: inout Color, isRequired: Bool, _ about: String) {
        require(key, isRequired)
        define("color", Self.color)
        add(key, Self.reference("color"), about, default: isRequired ? nil : .text("\(value.hexadecimal)"))
    }

    public mutating func image(_ key: String, _ value: inout ImageFile?, isRequired: Bool, _ about: String) {
        require(key, isRequired)
        define("file", Self.file)
        add(key, Self.reference("file"), about)
    }

    public mutating func timeZone(_ key: String, _ value: inout String?, _ about: String) {
        add(key, Self.timeZone, about, default: value.map(JSONTree.text))
    }

    public mutating func language(_ key: String, _ value: inout LanguageTag?, _ about: String) {
        add(
            key, ["type": "string", "pattern": .text(Self.languagePattern)], about,
            default: value.map { .text("\($0)") })
    }

    public mutating func inset(_ key: String, _ value: inout Inset, _ about: String) {
        define("inset", Self.inset)
        let sides = [value.horizontal, value.vertical].map { "\(plainText(of: $0))%" }
        add(key, Self.reference("inset"), about, default: .words(sides))
    }

    public mutating func end(
        _ key: String, _ value: inout EndTime?, inMilliseconds range: ClosedRange<Int>, _ about: String
    ) {
        let duration = Self.duration.merging(["description": .text(Self.limits(range) + ".")])
        add(key, ["anyOf": [duration, EventSchema.wallTime]], about)
    }

    // MARK: - Lists

    public mutating func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ values: inout [Choice], of count: ClosedRange<Int>, _ about: String
    ) {
        add(
            key, Self.list(of: ["enum": .words(Choice.allCases.map(\.rawValue))], count), about,
            default: .words(values.map(\.rawValue)))
    }

    public mutating func colors(
        _ key: String, _ values: inout [Color], of count: ClosedRange<Int>, _ about: String
    ) {
        define("color", Self.color)
        add(
            key, Self.list(of: Self.reference("color"), count), about,
            default: .words(values.map { "\($0.hexadecimal)" }))
    }

    public mutating func localizedTexts(
        _ key: String, _ values: inout [LocalizedText], of count: ClosedRange<Int>, upTo limit: Int, _ about: String
    ) { add(key, Self.list(of: Self.localizedText(upTo: limit), count), about) }

    // MARK: - Maps

    public mutating func map<Value>(
        _ key: String, _ value: inout Value, named name: String?, _ about: String,
        _ visit: (inout PresetSchemaKeys, inout Value) -> Void
    ) {
        var (inner, value) = (PresetSchemaKeys(hasDefaults: hasDefaults && name == nil), value)
        visit(&inner, &value)
        for definition in inner.definitions { define(definition.key, definition.value) }
        guard let name else { return add(key, inner.schema, about) }
        define(name, inner.schema)
        add(key, Self.reference(name), about)
    }

    public mutating func map<Value>(
        _ key: String, _ value: inout Value?, over base: Value, named name: String?, _ about: String,
        _ visit: (inout PresetSchemaKeys, inout Value) -> Void
    ) {
        var base = base
        map(key, &base, named: name, about, visit)
    }

    public mutating func maps<Value>(
        _ key: String, _ values: inout [Value], of count: ClosedRange<Int>, over base: Value, _ about: String,
        _ visit: (inout PresetSchemaKeys, inout Value) -> Void
    ) {
        var (inner, base) = (PresetSchemaKeys(hasDefaults: hasDefaults), base)
        visit(&inner, &base)
        for definition in inner.definitions { define(definition.key, definition.value) }
        add(key, Self.list(of: inner.schema, count), about)
    }

    public func isGiven(_ key: String) -> Bool { false }
    public func report(_ message: String, at keys: String...) {}
    public func checkFont(of style: LayerStyle, at keys: String...) {}
}
