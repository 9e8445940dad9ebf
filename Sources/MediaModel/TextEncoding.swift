/// What bytes that should be UTF-8 are: editors of some systems put a byte order mark before it, or save something else.
public enum TextEncoding {
    /// Unicode 3.13, D93. It says nothing, and is no part of the text.
    public static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Bytes without a byte order mark at their start.
    public static func withoutMark<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
        bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
    }

    /// Text without a byte order mark at its start.
    public static func withoutMark(_ text: String) -> String {
        text.utf8.starts(with: mark) ? String(decoding: text.utf8.dropFirst(mark.count), as: UTF8.self) : text
    }

    /// The text of bytes, without a byte order mark.
    ///
    /// - Throws: ``Failure`` for what isn't UTF-8.
    public static func text(_ bytes: some Collection<UInt8>) throws(Failure) -> String {
        if let name = other(bytes) { throw Failure(description: "it is \(name): save it as UTF-8") }
        guard let text = String(validating: withoutMark(bytes), as: UTF8.self) else {
            throw Failure(description: "not valid UTF-8")
        }
        return text
    }

    /// What it is instead, to end a sentence that begins with what was read.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The name of an encoding that shows itself by its mark, or by the zeros that the first letter of a text in it has; `nil`
    /// for UTF-8, and for what isn't known.
    public static func other(_ bytes: some Collection<UInt8>) -> String? {
        let head = Array(bytes.prefix(4))
        let isZero = head.map { $0 == 0 }
        switch isZero {
        case [false, true, false, true], [true, false, true, false]: return "UTF-16"
        case [false, true, true, true], [true, true, true, false]: return "UTF-32"
        default: break
        }
        if head == [0xFF, 0xFE, 0, 0] || head == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
        return head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) ? "UTF-16" : nil
    }
}
