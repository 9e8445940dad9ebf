import HLS
import MediaModel
import NIOCore
import Show

/// Writes JSON from front to back, without a tree of it: answers to twenty thousand events a second are made so.
struct JSONWriter {
    private(set) var bytes = ByteBuffer()
    private var needsComma = false

    mutating func object(_ body: (inout JSONWriter) -> Void) {
        open("{")
        body(&self)
        close("}")
    }

    mutating func array(_ body: (inout JSONWriter) -> Void) {
        open("[")
        body(&self)
        close("]")
    }

    /// A list of objects.
    mutating func array<Elements: Sequence>(
        _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
    ) {
        array { json in
            for element in elements { json.object { body(&$0, element) } }
        }
    }

    mutating func member(_ key: StaticString, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.writeStaticString("\"")
        bytes.writeStaticString(key)
        bytes.writeStaticString("\":")
        needsComma = false
        body(&self)
        needsComma = true
    }

    /// `null` for nothing.
    mutating func member<Value>(
        _ key: StaticString, ifAny value: Value?, _ body: (inout JSONWriter, Value) -> Void
    ) {
        member(key) { json in
            if let value { body(&json, value) } else { json.null() }
        }
    }

    mutating func member(_ key: StaticString, _ value: String?) { member(key, ifAny: value) { $0.value($1) } }
    mutating func member(_ key: StaticString, _ value: Int?) { member(key, ifAny: value) { $0.value($1) } }
    mutating func member(_ key: StaticString, _ value: Double?) {
        member(key, ifAny: value) { $0.decimal(plainText(of: $1)) }
    }
    mutating func member(_ key: StaticString, _ value: Bool) { member(key) { $0.value(value) } }
    mutating func member(_ key: StaticString, _ value: MediaTime?) { member(key, ifAny: value) { $0.value($1) } }

    mutating func value(_ text: String) {
        separate()
        bytes.writeStaticString("\"")
        // Hardly any text has something to escape.
        if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            for byte in text.utf8 { writeEscaped(byte) }
        } else {
            bytes.writeString(text)
        }
        bytes.writeStaticString("\"")
    }

    /// A text, or an object with one for each of its languages.
    mutating func value(_ text: LocalizedText) {
        if case .plain(let text) = text { return value(text) }
        object { json in
            for (language, text) in text.byLanguage {
                json.value("\(language)")
                json.bytes.writeStaticString(":")
                json.needsComma = false
                json.value(text)
            }
        }
    }

    mutating func value(_ number: Int) {
        separate()
        bytes.writeString(String(number))
    }

    mutating func value(_ flag: Bool) {
        separate()
        bytes.writeStaticString(flag ? "true" : "false")
    }

    /// In seconds, to the nearest microsecond.
    mutating func value(_ time: MediaTime) {
        separate()
        let microseconds = time.ticks(timescale: 1_000_000, rounding: .nearest)
        let magnitude = microseconds.magnitude
        if microseconds < 0 { bytes.writeStaticString("-") }
        bytes.writeString(String(magnitude / 1_000_000))
        bytes.writeStaticString(".")
        bytes.writeString(String(String(1_000_000 + magnitude % 1_000_000).dropFirst()))
    }

    /// A number as it is written in decimals.
    mutating func decimal(_ digits: String) {
        separate()
        bytes.writeString(digits)
    }

    mutating func null() {
        separate()
        bytes.writeStaticString("null")
    }

    private mutating func open(_ bracket: StaticString) {
        separate()
        bytes.writeStaticString(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: StaticString) {
        bytes.writeStaticString(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.writeStaticString(",") }
        needsComma = true
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes.writeStaticString("\\\"")
        case UInt8(ascii: "\\"): bytes.writeStaticString("\\\\")
        case UInt8(ascii: "\n"): bytes.writeStaticString("\\n")
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes.writeString("\\u00" + (digits.count == 1 ? "0" : "") + digits)
        default: bytes.writeInteger(byte)
        }
    }
}
