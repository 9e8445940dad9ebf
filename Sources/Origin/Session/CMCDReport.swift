import HTTPTypes

/// What a player says of itself with a request: Common Media Client Data (CTA-5004), of version 1 and of version 2, as far as it tells how viewers fare.
///
/// It comes in the query, `CMCD=…`, or in four header fields, and anyone may send anything: what isn't as the standard has it is no report, and numbers that
/// can't be are left out. Nobody's identifier is kept: ``session`` tells sessions apart within this process alone.
struct CMCDReport: Hashable, Sendable {
    /// `sid`: tells one playback from others; `nil` if it says none.
    var session: Int?
    /// `bs`: since the request before, the player had nothing to play for a moment. A flag: it doesn't say for how long.
    var isStarved = false
    /// `su`: this is needed to begin, or to go on after a seek or a starvation.
    var isUrgent = false
    /// `mtp`: what came in through the network, in kilobits per second, as the player measured it.
    var throughput: Int?
    /// `msd` of version 2: from the wish to play to the first picture, in milliseconds.
    var startDelay: Int?
    /// `bsd` of version 2: how long it had nothing to play, in milliseconds.
    var starvation: Int?

    /// In bytes, as they come; more isn't read.
    static let maximumByteCount = 4_096
    /// Keys beyond that aren't read: the standard has some thirty.
    private static let maximumKeyCount = 64
    /// An hour, in milliseconds, and 10 Gbit/s: beyond them nothing is believed.
    private static let longest = 3_600_000
    private static let fastest = 10_000_000
    /// CTA-5004, 3.2: a session's identifier has 64 characters at most.
    private static let sessionLimit = 64

    private static let fields = ["CMCD-Session", "CMCD-Status", "CMCD-Request", "CMCD-Object"].compactMap {
        HTTPField.Name($0)
    }

    /// What a request says; `nil` if it says nothing.
    init?(query: Substring, fields: HTTPFields) {
        if let text = Self.value(in: query) {
            guard text.utf8.count <= Self.maximumByteCount, let bytes = Self.decoded(text.utf8) else { return nil }
            self.init(bytes)
        } else {
            let texts = Self.fields.compactMap { fields[$0] }
            guard !texts.isEmpty, texts.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumByteCount else { return nil }
            self.init(Array(texts.joined(separator: ",").utf8))
        }
    }

    /// Reads a list of keys and values, as it is after percent-decoding.
    ///
    /// - Returns: `nil` for what is no such list.
    init?(_ bytes: [UInt8]) {
        var reader = CMCDReader(bytes)
        for _ in 0..<Self.maximumKeyCount {
            guard let (key, value) = reader.next() else { break }
            take(value, of: key)
        }
        guard !reader.isBroken else { return nil }
    }

    private mutating func take(_ value: CMCDReader.Value, of key: String) {
        switch (key, value) {
        case ("sid", .text(let text)) where 1...Self.sessionLimit ~= text.count:
            var hasher = Hasher()
            text.withUnsafeBytes { hasher.combine(bytes: $0) }
            session = hasher.finalize()
        case ("bs", .flag(let flag)): isStarved = flag
        case ("su", .flag(let flag)): isUrgent = flag
        case ("mtp", .number(let number)) where 1...Self.fastest ~= number: throughput = number
        case ("msd", .number(let number)) where 0...Self.longest ~= number: startDelay = number
        case ("bsd", .number(let number)) where 0...Self.longest ~= number: starvation = number
        default: break
        }
    }
}

// MARK: - Where it stands

extension CMCDReport {
    /// Whether a query has one: most have none, and cost no more than this.
    private static func value(in query: Substring) -> Substring? {
        guard !query.isEmpty else { return nil }
        for field in query.split(separator: "&") where field.hasPrefix("CMCD=") { return field.dropFirst(5) }
        return nil
    }

    /// RFC 3986, 2.1; `nil` for a percent sign that begins nothing.
    private static func decoded(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
