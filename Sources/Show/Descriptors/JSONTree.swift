/// A JSON value whose members keep their order: what schemas are made of, which people read too.
public indirect enum JSONTree: Hashable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case null
    case list([JSONTree])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public let key: String
        public let value: JSONTree

        public init(_ key: String, _ value: JSONTree) { (self.key, self.value) = (key, value) }
    }

    /// An object without the members that have no value.
    public static func members(_ members: (String, JSONTree?)...) -> JSONTree {
        .object(members.compactMap { key, value in value.map { Member(key, $0) } })
    }

    public static func words(_ words: some Sequence<String>) -> JSONTree { .list(words.map(JSONTree.text)) }

    public subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// This object without a member.
    public func without(_ key: String) -> JSONTree {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key != key })
    }

    /// This object with the members of another behind its own, in place of those of the same names.
    public func merging(_ other: JSONTree) -> JSONTree {
        guard case .object(var members) = self, case .object(let more) = other else { return other }
        for member in more {
            if let index = members.firstIndex(where: { $0.key == member.key }) {
                members[index] = member
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }
}

extension JSONTree: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    public init(dictionaryLiteral members: (String, JSONTree)...) { self = .object(members.map { Member($0, $1) }) }
    public init(arrayLiteral elements: JSONTree...) { self = .list(elements) }
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int) { self = .number(Double(number)) }
    public init(booleanLiteral flag: Bool) { self = .flag(flag) }
}

extension JSONTree {
    /// The value as a document: two spaces an indent, a line for each member, a line end.
    public var document: String { text(indent: "") + "\n" }

    /// Members as they stand in a document, between others of an object.
    public static func lines(_ members: [Member], indent: String) -> String {
        members.map { "\(indent)\(quoted($0.key)): \($0.value.text(indent: indent))" }.joined(separator: ",\n")
    }

    private func text(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .text(let text): return Self.quoted(text)
        case .number(let number): return plainText(of: number)
        case .flag(let flag): return flag ? "true" : "false"
        case .null: return "null"
        case .list(let elements) where elements.isEmpty: return "[]"
        case .object(let members) where members.isEmpty: return "{}"
        case .list(let elements):
            return "[\n" + elements.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            return "{\n" + Self.lines(members, indent: inner) + "\n\(indent)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// A number as a person writes it: `4`, not `4.0`.
package func plainText(of number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
}
