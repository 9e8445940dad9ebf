/// Where the secrets of a text are, in order and apart.
struct TextSecrets {
    private(set) var ranges: [Range<Int>] = []

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var start = 0
        while start < bytes.count {
            guard !Self.endsWord(bytes[start]) else {
                start += 1
                continue
            }
            let end = bytes[start...].firstIndex(where: Self.endsWord) ?? bytes.count
            read(word: start..<end)
            start = max(end, ranges.last?.upperBound ?? 0)
        }
    }

    /// White space, and what addresses are put between. RFC 3986 allows none of it in an address.
    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "\"'<>`|{}\\^".utf8.contains(byte)
    }

    private mutating func read(word: Range<Int>) {
        let text = bytes[word]
        if let mark = AddressSecrets.schemeEnd(in: text) {
            let isInScheme = { (byte: UInt8) in
                Self.isLetterOrDigit(byte) || "+-.".utf8.contains(byte)
            }
            var start = mark
            while start > word.lowerBound, isInScheme(bytes[start - 1]) { start -= 1 }
            readAssignments(word.lowerBound..<start)
            ranges += AddressSecrets(bytes[start..<word.upperBound]).ranges
            return
        }
        // A path with parameters, as playlists have them.
        if let query = text.firstIndex(of: UInt8(ascii: "?")),
            text[query...].contains(UInt8(ascii: "="))
        {
            ranges += ParameterSecrets(bytes[(query + 1)..<word.upperBound]).ranges
            return
        }
        readAssignments(word)
        readHeader(word)
    }

    /// `name=value`, one or several with commas, semicolons or ampersands between.
    private mutating func readAssignments(_ range: Range<Int>) {
        let isSeparator = { (byte: UInt8) in ",;&()[]".utf8.contains(byte) }
        for part in bytes[range].split(whereSeparator: isSeparator) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: part[part.startIndex..<equals], as: UTF8.self).lowercased()
            let value = part[(equals + 1)...]
            guard SecretName.means(name) else { continue }
            let end = AddressSecrets.textEnd(value)
            if end > value.startIndex { ranges.append(value.startIndex..<end) }
        }
    }

    /// `Authorization: …` and its like to the line's end, and what follows `Bearer`.
    private mutating func readHeader(_ word: Range<Int>) {
        let name = String(decoding: bytes[word], as: UTF8.self).lowercased()
        let isHeader =
            name.hasSuffix(":")
            && ["authorization:", "proxy-authorization:", "cookie:", "set-cookie:", "x-api-key:"].contains(name)
        guard isHeader || name == "bearer" else { return }
        let start = bytes[word.upperBound...].firstIndex { $0 != 0x20 } ?? bytes.count
        let rest = bytes[start...]
        let end =
            isHeader
            ? rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            : rest.firstIndex(where: Self.endsWord) ?? bytes.count
        if end > start { ranges.append(start..<end) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
