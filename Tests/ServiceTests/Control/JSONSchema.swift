import Foundation

/// As much of JSON Schema as the OpenAPI document uses: says where a value isn't what it describes.
struct JSONSchema {
    /// `components.schemas` of the document.
    let schemas: [String: Any]

    /// What of a schema is understood here: anything else would pass unseen.
    private static let keywords: Set = [
        "$ref", "type", "properties", "required", "additionalProperties", "minProperties", "items", "enum", "anyOf",
        "description",
        "minimum", "maximum", "maxItems", "maxLength", "format", "contentEncoding",
    ]

    /// - Returns: One line for each place; empty if all is right.
    func complaints(about value: Any, schema: [String: Any], at path: String = "$") -> [String] {
        let unknown = Set(schema.keys).subtracting(Self.keywords)
        guard unknown.isEmpty else { return ["\(path): the schema says \(unknown.sorted()), which nobody reads"] }
        if let reference = schema["$ref"] as? String {
            guard let name = reference.split(separator: "/").last, let target = schemas[String(name)] as? [String: Any]
            else { return ["\(path): no schema \(reference)"] }
            return complaints(about: value, schema: target, at: path)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            let all = choices.map { complaints(about: value, schema: $0, at: path) }
            return all.contains { $0.isEmpty } ? [] : all.min { $0.count < $1.count } ?? []
        }
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        guard types.isEmpty || types.contains(where: { Self.is(value, $0) }) else {
            return ["\(path): expected \(types.joined(separator: " or ")), found \(value)"]
        }
        if let values = schema["enum"] as? [AnyHashable], let value = value as? AnyHashable, !values.contains(value) {
            return ["\(path): expected one of \(values), found \(value)"]
        }
        switch value {
        case let object as [String: Any]: return complaints(about: object, schema: schema, at: path)
        case let array as [Any]:
            guard let items = schema["items"] as? [String: Any] else { return [] }
            return array.enumerated().flatMap { complaints(about: $1, schema: items, at: "\(path)[\($0)]") }
        default: return []
        }
    }

    private func complaints(about object: [String: Any], schema: [String: Any], at path: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
        var found = missing.map { "\(path).\($0): missing" }
        for (key, value) in object {
            if let property = properties[key] {
                found += complaints(about: value, schema: property, at: "\(path).\(key)")
            } else if let others = schema["additionalProperties"] as? [String: Any] {
                found += complaints(about: value, schema: others, at: "\(path).\(key)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(path).\(key): not in the schema")
            }
        }
        if let least = schema["minProperties"] as? Int, object.count < least {
            found.append("\(path): fewer than \(least) keys")
        }
        return found
    }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": isFlag(value)
        case "integer":
            !isFlag(value) && (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": !isFlag(value) && value is NSNumber
        default: false
        }
    }

    /// Numbers and flags are of one class.
    private static func isFlag(_ value: Any) -> Bool {
        guard let number = value as? NSNumber else { return false }
        return String(cString: number.objCType) == "c"
    }
}
