public import MediaModel

/// The `NAME=value,NAME="value"` list of many tags, in its order (RFC 8216bis 4.2).
public struct AttributeList: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        /// Written between quotes. It can't hold a quote, nor the end of a line.
        case quoted(String)
        /// Written as it is: a number, a size, or one of a tag's own words.
        case plain(String)
    }

    /// Why a list, or the value of one of its attributes, can't be read.
    public struct Failure: Error, Hashable, Sendable {
        public let message: String
    }

    public private(set) var names: [String] = []
    private var values: [String: Value] = [:]

    public init() {}

    public subscript(name: String) -> Value? { values[name] }

    /// Adds an attribute at the end.
    ///
    /// - Precondition: The name is new, and the value may be written as it is (see ``Value``).
    public mutating func append(_ name: String, _ value: Value) {
        precondition(Self.isName(name) && values[name] == nil, "attribute \(name)")
        switch value {
        case .quoted(let text): precondition(Self.canBeQuoted(text), "\(name)=\(text)")
        case .plain(let text): precondition(Self.canBePlain(text), "\(name)=\(text)")
        }
        names.append(name)
        values[name] = value
    }

    /// The list as a tag carries it.
    public var text: String {
        names.map { name in
            switch values[name] {
            case .quoted(let text): "\(name)=\"\(text)\""
            case .plain(let text): "\(name)=\(text)"
            case nil: ""
            }
        }.joined(separator: ",")
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || $0 == UInt8(ascii: "-")
            }
    }

    static func canBeQuoted(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") }
    }

    static func canBePlain(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
    }
}

// MARK: - Reading

extension AttributeList {
    /// Reads a list, known names or not.
    ///
    /// - Throws: ``Failure`` for a list that breaks 4.2: a bad name, one twice, an open quote, a stray character.
    public init(parsing text: some StringProtocol) throws(Failure) {
        var rest = Substring(text)
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: "=") else { throw Failure(message: "\"\(rest)\" has no value") }
            let name = String(rest[..<equals])
            guard Self.isName(name) else { throw Failure(message: "\"\(name)\" is no attribute's name") }
            guard values[name] == nil else { throw Failure(message: "\(name) twice") }
            rest = rest[rest.index(after: equals)...]
            if rest.first == "\"" {
                rest = rest.dropFirst()
                guard let quote = rest.firstIndex(of: "\"") else { throw Failure(message: "\(name): no closing quote") }
                values[name] = .quoted(String(rest[..<quote]))
                rest = rest[rest.index(after: quote)...]
            } else {
                let end = rest.firstIndex(of: ",") ?? rest.endIndex
                guard Self.canBePlain(rest[..<end]) else { throw Failure(message: "\(name): \"\(rest[..<end])\"") }
                values[name] = .plain(String(rest[..<end]))
                rest = rest[end...]
            }
            names.append(name)
            guard !rest.isEmpty else { return }
            guard rest.first == "," && rest.count > 1 else { throw Failure(message: "\(name): no attribute after it") }
            rest = rest.dropFirst()
        }
    }

    /// A quoted string; `nil` without the attribute.
    public func quoted(_ name: String) throws(Failure) -> String? {
        switch values[name] {
        case nil: return nil
        case .quoted(let text): return text
        case .plain: throw Failure(message: "\(name) needs quotes")
        }
    }

    /// A word or a number's text; `nil` without the attribute.
    public func plain(_ name: String) throws(Failure) -> String? {
        switch values[name] {
        case nil: return nil
        case .plain(let text): return text
        case .quoted: throw Failure(message: "\(name) must not be quoted")
        }
    }

    /// A decimal-integer, at most 2⁶³ − 1 here.
    public func integer(_ name: String) throws(Failure) -> Int? {
        guard let text = try plain(name) else { return nil }
        guard let value = DecimalText.integer(text) else {
            throw Failure(message: "\(name): \"\(text)\" is no integer")
        }
        return value
    }

    /// A decimal-resolution, e.g. `720x1280`; each side at most 65,535.
    public func resolution(_ name: String) throws(Failure) -> PixelSize? {
        guard let text = try plain(name) else { return nil }
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map { DecimalText.integer($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1],
            1...65_535 ~= width, 1...65_535 ~= height
        else { throw Failure(message: "\(name): \"\(text)\" is no size") }
        return PixelSize(width: width, height: height)
    }

    /// `YES` or `NO`; `nil` without the attribute.
    public func flag(_ name: String) throws(Failure) -> Bool? {
        switch try plain(name) {
        case nil: return nil
        case "YES": return true
        case "NO": return false
        case let text?: throw Failure(message: "\(name): \"\(text)\" is neither YES nor NO")
        }
    }

    /// What `value` returned.
    ///
    /// - Throws: ``Failure`` if that is `nil`.
    public func required<Result>(_ name: String, _ value: Result?) throws(Failure) -> Result {
        guard let value else { throw Failure(message: "no \(name)") }
        return value
    }
}
