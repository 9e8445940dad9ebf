/// What a JSON parser doesn't tell about a text: how deeply it nests and how many members its objects have.
///
/// Found by counting the punctuation outside strings. It checks nothing: the parser does that.
struct JSONOutline {
    private(set) var depth = 0
    /// Members of all objects together: in valid JSON, one for each colon.
    private(set) var memberCount = 0
    /// Whether a list or an object ends with a comma, which Foundation's parser lets pass.
    private(set) var hasTrailingComma = false

    init(of bytes: [UInt8]) {
        var level = 0
        var last: UInt8 = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""): index = Self.endOfString(startingAt: index, in: bytes)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                level += 1
                depth = max(depth, level)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                level -= 1
                if last == UInt8(ascii: ",") { hasTrailingComma = true }
            case UInt8(ascii: ":"): memberCount += 1
            default: break
            }
            if byte > UInt8(ascii: " ") { last = byte }
            index += 1
        }
    }

    /// The first key that its object already had, as it is written; `nil` if two are spelt with different escapes.
    func firstRepeatedKey(in bytes: [UInt8]) -> String? {
        var keys: [Set<ArraySlice<UInt8>>] = []
        var lastString: ArraySlice<UInt8> = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let end = Self.endOfString(startingAt: index, in: bytes)
                lastString = bytes[min(index + 1, end)..<end]
                index = end
            case UInt8(ascii: "{"): keys.append([])
            case UInt8(ascii: "}"): _ = keys.popLast()
            case UInt8(ascii: ":") where !keys.isEmpty:
                let isNew = keys[keys.count - 1].insert(lastString).inserted
                if !isNew { return String(decoding: lastString, as: UTF8.self) }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The index of the closing quotation mark, or of the end if there is none.
    private static func endOfString(startingAt start: Int, in bytes: [UInt8]) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index, bytes.count)
    }
}
