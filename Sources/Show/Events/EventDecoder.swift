import Foundation
import MediaModel

/// Reads show events from JSON, one object each.
///
/// Strict, because a misspelt key in a live show is a price that never appears: unknown types and keys, keys given
/// twice and values out of range are refused. A `null` counts as absent. Numbers are read as the decimals they are
/// written as, never through a `Double`.
public struct EventDecoder: Sendable {
    /// In bytes. A product with its longest texts takes some 5 KiB.
    public static let maximumByteCount = 64 * 1_024

    /// A poll whose winner leads to products has six levels; deeper nesting could exhaust the parser's stack.
    private static let maximumDepth = 16

    private let decoder = JSONDecoder()

    public init() {}

    /// Reads one object. An absolute `at` stays one: see ``ShowEvent/resolved(startedAt:)``.
    ///
    /// - Parameter json: UTF-8, at most ``maximumByteCount`` bytes; white space around the object is allowed.
    /// - Throws: ``EventError`` for the first thing that is wrong.
    public func decode(_ json: some Collection<UInt8>) throws(EventError) -> ShowEvent {
        // Files that were put together have the marks of each at the start of some line.
        let bytes = Array(TextEncoding.withoutMark(json))
        try Self.refuseWhatIsNoObject(bytes)
        let outline = JSONOutline(of: bytes)
        guard outline.depth <= Self.maximumDepth else {
            throw EventError("nested deeper than \(Self.maximumDepth) levels")
        }
        let decoded: DecodedEvent
        do {
            decoded = try decoder.decode(DecodedEvent.self, from: Data(bytes))
        } catch let error as EventError {
            throw error
        } catch {
            throw Self.syntaxError(in: bytes)
        }
        // The parser keeps the first of two members of one name and says nothing; the count tells.
        guard outline.memberCount == decoded.memberCount else {
            throw EventError(outline.firstRepeatedKey(in: bytes) ?? "", "this key is given twice")
        }
        guard !outline.hasTrailingComma else { throw EventError("not valid JSON: a comma before a closing bracket") }
        return decoded.event
    }

    private static func refuseWhatIsNoObject(_ bytes: [UInt8]) throws(EventError) {
        guard bytes.count <= maximumByteCount else {
            throw EventError("an event of more than \(maximumByteCount) bytes")
        }
        if let name = TextEncoding.other(bytes) { throw EventError("it is \(name): expected UTF-8") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw EventError("not valid UTF-8") }
        if bytes.first != UInt8(ascii: "{") {
            let start = text.unicodeScalars.drop { $0.properties.isWhitespace }
            guard start.first == "{" else {
                throw EventError("expected a JSON object, found \(start.isEmpty ? "nothing" : quoted(String(start)))")
            }
        }
        // Also keeps the parser from taking the bytes for UTF-16, which it knows by their zeros.
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else {
            throw EventError("not valid JSON: a control character that isn't escaped")
        }
    }

    /// `JSONDecoder` keeps the place of a fault to itself on Linux; `JSONSerialization` tells.
    private static func syntaxError(in bytes: [UInt8]) -> EventError {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes))
        } catch let error as NSError {
            guard let reason = error.userInfo[NSDebugDescriptionErrorKey] as? String, let first = reason.first else {
                return EventError("not valid JSON")
            }
            let sentence = reason.hasSuffix(".") ? reason.dropLast() : reason[...]
            return EventError("not valid JSON: \(first.lowercased())\(sentence.dropFirst())")
        }
        return EventError("not valid JSON")
    }
}
