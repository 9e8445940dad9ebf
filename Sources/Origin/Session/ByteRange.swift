/// What a `Range` field asks for of a file (RFC 9110, 14).
enum ByteRange: Equatable {
    /// Everything: there is no such field, or none that a server must understand.
    case whole
    case part(Range<Int>)
    /// Nothing of it is there: 416.
    case unsatisfiable

    /// - Parameters:
    ///   - field: The field's value. Several ranges are answered with the whole file, as a server may.
    ///   - count: The file's length in bytes.
    init(field: String?, count: Int) {
        self = .whole
        guard let field, field.utf8.count <= 64, field.prefix(6).lowercased() == "bytes=" else { return }
        let halves = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard halves.count == 2, let first = Self.number(halves[0]), let last = Self.number(halves[1]) else { return }
        switch (first, last) {
        case (let first?, let last?):
            guard first <= last else { return }
            self = first < count ? .part(first..<min(last, count - 1) + 1) : .unsatisfiable
        case (let first?, nil): self = first < count ? .part(first..<count) : .unsatisfiable
        case (nil, let length?): self = length > 0 && count > 0 ? .part(max(0, count - length)..<count) : .unsatisfiable
        case (nil, nil): return
        }
    }

    /// `.some(nil)` for no digits at all; `nil` for what isn't a number.
    private static func number(_ text: Substring) -> Int?? {
        guard !text.isEmpty else { return .some(nil) }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        // Beyond any file's end it is the same how far.
        return .some(min(Int(text) ?? .max, .max - 1))
    }
}
