public import MediaModel

// The schemas of single values.

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

    static var file: JSONTree {
        [
            "type": "string", "minLength": 1, "maxLength": 255, "pattern": .text(filePattern),
            "description": "A picture in the preset's folder or below; at most 20 MB.",
        ]
    }

    public static var timeZone: JSONTree {
        ["type": "string", "pattern": "^(?:UTC|[A-Za-z_]+/[A-Za-z_/+0-9-]+)$"]
    }

    static var inset: JSONTree {
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

    static func limits(_ range: ClosedRange<Int>) -> String {
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
