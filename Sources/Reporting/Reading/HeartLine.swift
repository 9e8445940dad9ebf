/// Reads a line of an event log that says of hearts what nearly all do: `{"at":12.5,"type":"hearts","count":37}`, in any order.
///
/// A show has a million of them. ``EventDecoder``, which reads everything, takes some ten seconds for so many; this takes a tenth of one, as it looks at each
/// byte once and keeps nothing. What it doesn't know at once it leaves to the decoder.
struct HeartLine {
    /// Microseconds of media time.
    let at: Int64
    let count: Int
    /// The event's id, as it is written; empty without one.
    let id: ArraySlice<UInt8>

    private static let type = Array("type".utf8)
    private static let time = Array("at".utf8)
    private static let number = Array("count".utf8)
    private static let name = Array("id".utf8)
    private static let icon = Array("icon".utf8)
    private static let hearts = Array("hearts".utf8)

    /// - Returns: `nil` for any other line.
    init?(_ bytes: ArraySlice<UInt8>) {
        var scanner = Scanner(bytes)
        guard scanner.take("{") else { return nil }
        var (at, count, id, isHearts): (Int64?, Int?, ArraySlice<UInt8>, Bool) = (nil, nil, [], false)
        repeat {
            guard let key = scanner.string(), scanner.take(":") else { return nil }
            // A key that is there twice is for the decoder to refuse.
            if key.elementsEqual(Self.time), at == nil {
                at = scanner.microseconds()
                if at == nil { return nil }
            } else if key.elementsEqual(Self.type), !isHearts {
                guard let type = scanner.string(), type.elementsEqual(Self.hearts) else { return nil }
                isHearts = true
            } else if key.elementsEqual(Self.number), count == nil {
                guard let number = scanner.digits(), 1...1_000_000_000 ~= number else { return nil }
                count = Int(number)
            } else if key.elementsEqual(Self.name), id.isEmpty {
                guard let text = scanner.string(), 1...128 ~= text.count else { return nil }
                id = text
            } else if key.elementsEqual(Self.icon) {
                guard scanner.string() != nil else { return nil }
            } else {
                return nil
            }
        } while scanner.take(",")
        guard scanner.take("}"), scanner.isAtEnd, isHearts, let at, let count else { return nil }
        (self.at, self.count, self.id) = (at, count, id)
    }

    /// Goes over the bytes once.
    private struct Scanner {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        var isAtEnd: Bool {
            mutating get {
                skipSpaces()
                return rest.isEmpty
            }
        }

        mutating func take(_ letter: Unicode.Scalar) -> Bool {
            skipSpaces()
            guard rest.first == UInt8(ascii: letter) else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func skipSpaces() {
            while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == 0x0D { rest.removeFirst() }
        }

        /// Without escapes and control characters, which the decoder knows.
        mutating func string() -> ArraySlice<UInt8>? {
            guard take("\"") else { return nil }
            for index in rest.indices {
                switch rest[index] {
                case UInt8(ascii: "\""):
                    defer { rest = rest[(index + 1)...] }
                    return rest[..<index]
                case UInt8(ascii: "\\"), 0..<0x20: return nil
                default: break
                }
            }
            return nil
        }

        /// Up to twelve.
        mutating func digits() -> Int64? {
            skipSpaces()
            guard let (value, count) = number(), 1...12 ~= count else { return nil }
            return value
        }

        private mutating func number() -> (value: Int64, count: Int)? {
            var (value, count): (Int64, Int) = (0, 0)
            while let byte = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte, count < 13 {
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
                count += 1
                rest.removeFirst()
            }
            return (value, count)
        }

        /// Seconds with up to six digits after the point.
        mutating func microseconds() -> Int64? {
            guard let seconds = digits(), seconds <= 86_400_000 else { return nil }
            guard rest.first == UInt8(ascii: ".") else { return seconds * 1_000_000 }
            rest.removeFirst()
            guard let (fraction, count) = number(), 1...6 ~= count else { return nil }
            let scale = [100_000, 10_000, 1_000, 100, 10, 1][count - 1]
            return seconds * 1_000_000 + fraction * Int64(scale)
        }
    }
}
