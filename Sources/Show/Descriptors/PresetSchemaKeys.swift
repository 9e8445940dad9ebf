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

// MARK: - Schemas of values

extension PresetSchemaKeys {
    public static func reference(_ name: String) -> JSONTree { ["$ref": .text("#/$defs/\(name)")] }

    public static func text(upTo limit: Int) -> JSONTree {
        ["type": "string", "minLength": 1, "maxLength": .number(Double(limit))]
    }

    /// A tag of BCP 47; which languages there are, the decoder knows.
    public static let languagePattern = "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"

    /// Text, or an object with one for each of some languages.
    public static func localizedText(upTo limit: Int) -> JSONTree {
        let languages: JSONTree = [
            "type": "object", "propertyNames": ["pattern": .text(languagePattern)],
            "additionalProperties": text(upTo: limit), "minProperties": 1,
            "maxProperties": .number(Double(LocalizedText.mostLanguages)),
        ]
        return ["anyOf": [text(upTo: limit), languages]]
    }

    public static func list(of items: JSONTree, _ count: ClosedRange<Int>) -> JSONTree {
        [
            "type": "array", "items": items, "minItems": .number(Double(count.lowerBound)),
            "maxItems": .number(Double(count.upperBound)),
        ]
    }

    public static var color: JSONTree {
        [
            "type": "string", "pattern": "^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$",
            "description": "#rgb, #rgba, #rrggbb or #rrggbbaa, in quotation marks.",
        ]
    }

    /// A path of names, none of which is empty, `.` or `..`.
    public static let filePattern = #"^(?!(?:.*/)?\.{0,2}(?:/|$))[^\\]+$"#

    private static var file: JSONTree {
        [
            "type": "string", "minLength": 1, "maxLength": 255, "pattern": .text(filePattern),
            "description": "A picture in the preset's folder or below; at most 20 MB.",
        ]
    }

    public static var timeZone: JSONTree {
        ["type": "string", "pattern": "^(?:UTC|[A-Za-z_]+/[A-Za-z_/+0-9-]+)$"]
    }

    private static var inset: JSONTree {
        .members(
            ("type", "array"), ("items", percent(0...50, orZero: false)), ("minItems", 2), ("maxItems", 2),
            ("description", "Distance from the edges that the anchor names, across and down; 0% to 50% each."))
    }

    public static var duration: JSONTree { ["type": "string", "pattern": #"^[0-9]+(?:\.[0-9]+)?(?:ms|s|m)$"#] }

    public static func percent(_ range: ClosedRange<Double>, orZero: Bool = false) -> JSONTree {
        ["type": "string", "pattern": .text("^(?:\(orZero ? "0|" : "")\(DecimalPattern.of(range)))%$")]
    }

    public static func limits(_ range: ClosedRange<Double>, orZero: Bool = false) -> String {
        (orZero ? "0%, or " : "") + "\(plainText(of: range.lowerBound))% to \(plainText(of: range.upperBound))%"
    }

    private static func limits(_ range: ClosedRange<Int>) -> String {
        "\(text(of: .milliseconds(Int64(range.lowerBound)))) to \(text(of: .milliseconds(Int64(range.upperBound))))"
    }

    /// A duration as presets have it: `300ms`, `2.8s`.
    static func text(of time: MediaTime) -> String {
        let milliseconds = time.ticks(timescale: 1_000, rounding: .nearest)
        return milliseconds < 1_000 && milliseconds > 0
            ? "\(milliseconds)ms" : "\(plainText(of: Double(milliseconds) / 1_000))s"
    }
}

extension Color {
    /// As presets have it: `#ff4d6d`, with two digits more where it isn't opaque.
    public var hexadecimal: String {
        let parts = [red, green, blue] + (alpha == 255 ? [] : [alpha])
        return "#" + parts.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
