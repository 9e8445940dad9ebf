import Foundation

/// Judges documents by a JSON Schema (draft 2020-12): the keywords that this project's schemas use. Others are an error,
/// so that none is passed over.
struct JSONSchema: Sendable {
    struct UnknownKeyword: Error { let name: String }

    private let root: JSONValue

    private static let annotations: Set = ["$schema", "$defs", "title", "description", "default"]

    init(file: URL) throws { root = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: file)) }

    func accepts(_ document: JSONValue) throws -> Bool { try accepts(document, by: root) }

    private func accepts(_ value: JSONValue, by schema: JSONValue) throws -> Bool {
        if case .bool(let verdict) = schema { return verdict }
        guard case .object(let keywords) = schema else { throw UnknownKeyword(name: "\(schema)") }
        for (name, operand) in keywords where !Self.annotations.contains(name) {
            guard try obeys(value, name, operand, beside: keywords) else { return false }
        }
        return true
    }

    private func obeys(
        _ value: JSONValue, _ name: String, _ operand: JSONValue, beside keywords: [String: JSONValue]
    ) throws -> Bool {
        switch name {
        case "$ref": return try accepts(value, by: definition(operand.text ?? ""))
        case "const": return value == operand
        case "enum": return operand.list.contains(value)
        case "anyOf": return try operand.list.contains { try accepts(value, by: $0) }
        case "oneOf": return try operand.list.count { try accepts(value, by: $0) } == 1
        case "type": return isOfType(value, operand.text ?? "")
        default: break
        }
        switch value {
        case .number(let number): return try obeys(number, name, operand)
        case .text(let text): return try obeys(text, name, operand)
        case .list(let list): return try obeys(list, name, operand, beside: keywords)
        case .object(let members): return try obeys(members, name, operand, beside: keywords)
        case .null, .bool: return true
        }
    }

    private func obeys(_ number: Double, _ name: String, _ operand: JSONValue) throws -> Bool {
        let bound = operand.number ?? .nan
        return switch name {
        case "minimum": number >= bound
        case "maximum": number <= bound
        case "multipleOf": number.truncatingRemainder(dividingBy: bound) == 0
        default: try passOver(name)
        }
    }

    private func obeys(_ text: String, _ name: String, _ operand: JSONValue) throws -> Bool {
        switch name {
        case "minLength": return Double(text.unicodeScalars.count) >= operand.number ?? .nan
        case "maxLength": return Double(text.unicodeScalars.count) <= operand.number ?? .nan
        case "pattern":
            let pattern = try NSRegularExpression(pattern: operand.text ?? "")
            return pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        default: return try passOver(name)
        }
    }

    private func obeys(
        _ list: [JSONValue], _ name: String, _ operand: JSONValue, beside keywords: [String: JSONValue]
    ) throws -> Bool {
        switch name {
        case "minItems": return Double(list.count) >= operand.number ?? .nan
        case "maxItems": return Double(list.count) <= operand.number ?? .nan
        case "prefixItems": return try zip(list, operand.list).allSatisfy { try accepts($0, by: $1) }
        case "items":
            let rest = list.dropFirst(keywords["prefixItems"]?.list.count ?? 0)
            return try rest.allSatisfy { try accepts($0, by: operand) }
        default: return try passOver(name)
        }
    }

    private func obeys(
        _ members: [String: JSONValue], _ name: String, _ operand: JSONValue, beside keywords: [String: JSONValue]
    ) throws -> Bool {
        switch name {
        case "required": return operand.list.allSatisfy { $0.text.map { members[$0] != nil } ?? false }
        case "properties":
            return try members.allSatisfy { key, value in
                try operand[key].map { try accepts(value, by: $0) } ?? true
            }
        case "additionalProperties":
            return try members.allSatisfy { key, value in
                try keywords["properties"]?[key] != nil || accepts(value, by: operand)
            }
        case "propertyNames": return try members.keys.allSatisfy { try accepts(.text($0), by: operand) }
        case "minProperties": return Double(members.count) >= operand.number ?? .nan
        case "maxProperties": return Double(members.count) <= operand.number ?? .nan
        case "dependentRequired":
            return members.keys.allSatisfy { key in
                (operand[key]?.list ?? []).allSatisfy { $0.text.map { members[$0] != nil } ?? false }
            }
        default: return try passOver(name)
        }
    }

    /// Keywords of other types of values say nothing about this one.
    private func passOver(_ name: String) throws -> Bool {
        let known: Set = [
            "minimum", "maximum", "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems",
            "prefixItems", "items", "required", "properties", "additionalProperties", "dependentRequired",
            "propertyNames", "minProperties", "maxProperties",
        ]
        guard known.contains(name) else { throw UnknownKeyword(name: name) }
        return true
    }

    private func isOfType(_ value: JSONValue, _ type: String) -> Bool {
        switch value {
        case .null: type == "null"
        case .bool: type == "boolean"
        case .number(let number): type == "number" || type == "integer" && number == number.rounded()
        case .text: type == "string"
        case .list: type == "array"
        case .object: type == "object"
        }
    }

    private func definition(_ reference: String) throws -> JSONValue {
        guard let name = reference.split(separator: "/").last, let schema = root["$defs"]?[String(name)] else {
            throw UnknownKeyword(name: reference)
        }
        return schema
    }
}
