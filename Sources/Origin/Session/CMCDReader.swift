/// Reads the keys and values of Common Media Client Data, one after the other: a dictionary of structured fields (RFC 8941, 3.2), as far as CTA-5004 uses it.
///
/// It goes through the bytes once, whatever they are, and nothing in it is nested deeper than a list.
struct CMCDReader {
    enum Value: Hashable {
        /// A key alone is `true`.
        case flag(Bool)
        /// A whole number; of a list, as version 2 has it for several objects, the largest.
        case number(Int)
        /// A string without its quotes.
        case text([UInt8])
        /// A token, a decimal, a list of something else.
        case other
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Whether what came isn't such a dictionary.
    private(set) var isBroken = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next key with its value; `nil` at the end, and where the text breaks the rules.
    mutating func next() -> (key: String, value: Value)? {
        guard !isBroken else { return nil }
        skipSpaces()
        while take(",") { skipSpaces() }
        guard position < bytes.count else { return nil }
        let start = position
        while position < bytes.count, Self.isKey(bytes[position]) { position += 1 }
        guard position > start else { return fail() }
        let key = String(decoding: bytes[start..<position], as: UTF8.self)
        var value = Value.flag(true)
        if take("=") {
            guard let read = readValue() else { return fail() }
            value = read
        }
        skipParameters()
        skipSpaces()
        guard position == bytes.count || bytes[position] == UInt8(ascii: ",") else { return fail() }
        return (key, value)
    }

    private mutating func fail() -> (key: String, value: Value)? {
        isBroken = true
        return nil
    }

    // MARK: - Values

    private mutating func readValue() -> Value? {
        take("(") ? readList() : readItem()
    }

    /// `(2000;v 128;a)`.
    private mutating func readList() -> Value? {
        var largest: Int?
        while true {
            skipSpaces()
            if take(")") { return largest.map { .number($0) } ?? .other }
            guard position < bytes.count, let item = readItem() else { return nil }
            if case .number(let number) = item { largest = max(largest ?? number, number) }
            skipParameters()
        }
    }

    private mutating func readItem() -> Value? {
        guard position < bytes.count else { return nil }
        if take("\"") { return readString() }
        if take("?") {
            defer { position += 1 }
            guard position < bytes.count else { return nil }
            return bytes[position] == UInt8(ascii: "1") ? .flag(true) : .flag(false)
        }
        let start = position
        while position < bytes.count, Self.isToken(bytes[position]) { position += 1 }
        guard position > start else { return nil }
        let word = bytes[start..<position]
        // Eighteen digits fit; whatever is longer isn't believed anyhow.
        guard word.count <= 18, word.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            switch String(decoding: word.prefix(6), as: UTF8.self) {
            // Players of version 1 write flags so, too.
            case "true": return .flag(true)
            case "false": return .flag(false)
            default: return .other
            }
        }
        return .number(word.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }

    private mutating func readString() -> Value? {
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return .text(text)
            case UInt8(ascii: "\\"):
                guard position < bytes.count else { return nil }
                text.append(bytes[position])
                position += 1
            default: text.append(byte)
            }
        }
        return nil
    }

    /// `;v`, `;t=5`: what they say of an item isn't needed.
    private mutating func skipParameters() {
        while take(";") {
            while position < bytes.count, Self.isToken(bytes[position]) || bytes[position] == UInt8(ascii: "=") {
                position += 1
            }
        }
    }

    // MARK: - Letters

    private mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") || bytes[position] == 0x09 { position += 1 }
    }

    /// Of a key: `bs`, `com.example-level`.
    private static func isKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "*"):
            true
        default: false
        }
    }

    /// Of a value without quotes.
    private static func isToken(_ byte: UInt8) -> Bool {
        isKey(byte) || [UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "%")].contains(byte)
    }
}
