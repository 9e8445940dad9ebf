/// Where a playlist comes from, as far as its text may ask (RFC 8216bis 4.4.2.3).
public struct PlaylistContext: Hashable, Sendable {
    /// By which it was loaded; after redirections, the last. `nil` for none that has a query.
    public var address: String?
    /// What the multivariant playlist defines that named this one; `nil` for one that wasn't loaded by it.
    public var imports: [String: String]?

    public init(address: String? = nil, imports: [String: String]? = nil) {
        (self.address, self.imports) = (address, imports)
    }

    /// The first value of a query's parameter, percent-decoded; `nil` without one that says anything.
    func parameter(_ name: String) -> String? {
        guard let address, let mark = address.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        let query = address[address.utf8.index(after: mark)...].prefix { $0 != "#" }
        for item in query.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == name, !parts[1].isEmpty else { continue }
            return Self.decoded(parts[1])
        }
        return nil
    }

    /// Percent-decoded; what isn't UTF-8 then, or has a percent sign of its own, stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), let code = UInt8(String(Substring(rest.prefix(2))), radix: 16),
                rest.count >= 2, rest.first != UInt8(ascii: "+"), rest.first != UInt8(ascii: "-")
            else {
                bytes.append(byte)
                continue
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self) ?? String(text)
    }
}

/// The variables that a playlist has defined so far, and what becomes of the lines that refer to them (RFC 8216bis 4.3).
struct PlaylistVariables {
    private let context: PlaylistContext
    /// Of a media playlist: what IMPORT is for.
    private let mayImport: Bool
    private(set) var values: [String: String] = [:]
    private var hasQueryParameters = false
    /// The EXT-X-VERSION that a playlist needs for them (section 8); 1 for none.
    var neededVersion: Int { hasQueryParameters ? 11 : values.isEmpty ? 1 : 8 }
    /// What all references together may add, in bytes: a line of a megabyte's worth on each of a million lines is an attack.
    private var room = PlaylistLines.maximumByteCount

    init(_ context: PlaylistContext, mayImport: Bool) {
        (self.context, self.mayImport) = (context, mayImport)
    }

    /// Reads an EXT-X-DEFINE.
    mutating func define(_ text: Substring, _ line: PlaylistLines.Line) throws(PlaylistError) {
        do throws(AttributeList.Failure) {
            let list = try AttributeList(parsing: text)
            let kinds = ["NAME", "IMPORT", "QUERYPARAM"].filter { list[$0] != nil }
            guard kinds.count == 1, let kind = kinds.first else {
                throw AttributeList.Failure(
                    message: "expected one of NAME, IMPORT and QUERYPARAM, found "
                        + (kinds.isEmpty ? "none" : kinds.joined(separator: " and ")))
            }
            let name = try list.quoted(kind) ?? ""
            guard Self.isName(name[...]) else {
                throw AttributeList.Failure(message: "\(kind): \"\(name)\" is no name")
            }
            guard values[name] == nil else { throw AttributeList.Failure(message: "\"\(name)\" is defined twice") }
            values[name] = try value(kind, name, list)
        } catch {
            throw line.error("EXT-X-DEFINE: \(error.message) (4.4.2.3)")
        }
    }

    private mutating func value(
        _ kind: String, _ name: String, _ list: AttributeList
    ) throws(AttributeList.Failure) -> String {
        switch kind {
        case "NAME": return try list.required("VALUE", list.quoted("VALUE"))
        case "IMPORT":
            guard mayImport else { throw AttributeList.Failure(message: "IMPORT in a multivariant playlist") }
            guard let imports = context.imports else {
                throw AttributeList.Failure(
                    message: "IMPORT=\"\(name)\" in a playlist that wasn't loaded by a multivariant playlist")
            }
            guard let value = imports[name] else {
                throw AttributeList.Failure(message: "the multivariant playlist doesn't define \"\(name)\"")
            }
            return value
        default:
            hasQueryParameters = true
            guard let value = context.parameter(name) else {
                throw AttributeList.Failure(message: "the playlist's address has no query parameter \"\(name)\"")
            }
            guard AttributeList.canBeQuoted(value) else {
                throw AttributeList.Failure(
                    message: "the query parameter \"\(name)\" has a character that no value may have")
            }
            return value
        }
    }

    /// Names are so, with their case.
    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
            }
    }

    /// Tags whose values aren't lists of attributes: nothing in them is replaced.
    private static let plainTags: Set<Substring> = ["EXTINF", "EXT-X-BYTERANGE", "EXT-X-PROGRAM-DATE-TIME"]

    /// A line with what its references stand for.
    ///
    /// - Throws: ``PlaylistError`` for a reference to what isn't defined before it, and for values that make the line, or all
    ///   lines, too long.
    mutating func replace(in line: PlaylistLines.Line) throws(PlaylistError) -> PlaylistLines.Line {
        guard line.text.utf8.contains(UInt8(ascii: "{")), line.text.contains("{$") else { return line }
        guard let tag = line.tag else {
            return PlaylistLines.Line(number: line.number, text: try replaced(line.text[...], line))
        }
        guard !Self.plainTags.contains(tag.name) else { return line }
        // 4.3: in quoted strings and in hexadecimal sequences.
        var text = "#\(tag.name):"
        var rest = tag.value
        while !rest.isEmpty {
            let quote = rest.firstIndex(of: "\"") ?? rest.endIndex
            text += try outside(rest[..<quote], line)
            guard quote < rest.endIndex else { break }
            let inside = rest[rest.index(after: quote)...]
            let end = inside.firstIndex(of: "\"") ?? inside.endIndex
            text += "\"" + (try replaced(inside[..<end], line))
            guard end < inside.endIndex else { break }
            text += "\""
            rest = inside[inside.index(after: end)...]
        }
        return PlaylistLines.Line(number: line.number, text: text)
    }

    /// Of what stands outside quotes, only hexadecimal sequences have references replaced.
    private mutating func outside(
        _ text: Substring, _ line: PlaylistLines.Line
    ) throws(PlaylistError) -> String {
        guard text.contains("{$") else { return String(text) }
        var items: [String] = []
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            let value = item.drop { $0 != "=" }.dropFirst()
            let isHexadecimal = value.hasPrefix("0x") || value.hasPrefix("0X")
            items.append(isHexadecimal ? try replaced(item, line) : String(item))
        }
        return items.joined(separator: ",")
    }

    private mutating func replaced(_ text: Substring, _ line: PlaylistLines.Line) throws(PlaylistError) -> String {
        var result = ""
        var rest = text
        while let start = rest.firstRange(of: "{$") {
            result += rest[..<start.lowerBound]
            let name = rest[start.upperBound...].prefix { $0 != "}" }
            let end = name.endIndex
            guard end < rest.endIndex, Self.isName(name) else {
                // 4.3: only what has the form of a reference is one.
                result += "{$"
                rest = rest[start.upperBound...]
                continue
            }
            guard let value = values[String(name)] else {
                throw line.error("{$\(name)} isn't defined before it (4.3)")
            }
            room -= value.utf8.count
            guard room >= 0, result.utf8.count + value.utf8.count <= PlaylistLines.maximumLineByteCount else {
                throw line.error("longer than \(PlaylistLines.maximumLineByteCount) bytes with its variables")
            }
            result += value
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
