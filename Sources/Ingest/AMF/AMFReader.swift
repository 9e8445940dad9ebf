/// Decodes the AMF0 values of one message. Depth and number of keys are bounded; sizes are by the message's own.
struct AMFReader {
    private var reader: ByteReader
    private let maximumDepth: Int
    private let maximumKeys: Int
    private var keys = 0

    init(_ bytes: ArraySlice<UInt8>, limits: IngestLimits) {
        reader = ByteReader(bytes, of: "An AMF message")
        (maximumDepth, maximumKeys) = (limits.amfDepth, limits.amfKeys)
    }

    /// All the values up to the message's end.
    ///
    /// - Throws: ``ProtocolError`` for types that no publisher needs, and for what is too deep, too much or cut off.
    mutating func values() throws(ProtocolError) -> [AMFValue] {
        let (values, damage) = try readableValues()
        if let damage { throw damage }
        return values
    }

    /// The values up to the first that can't be read, and what is wrong with that one.
    ///
    /// - Throws: ``ProtocolError`` for what is too deep or too much.
    mutating func readableValues() throws(ProtocolError) -> (values: [AMFValue], damage: ProtocolError?) {
        var values: [AMFValue] = []
        do throws(ProtocolError) {
            while reader.remaining > 0 {
                try count()
                values.append(try value(depth: 1))
            }
        } catch {
            if error.reason == .limit { throw error }
            return (values, error)
        }
        return (values, nil)
    }

    private mutating func value(depth: Int) throws(ProtocolError) -> AMFValue {
        let marker = try reader.byte()
        switch AMFMarker(rawValue: marker) {
        case .number: return .number(try double())
        case .boolean: return .boolean(try reader.byte() != 0)
        case .string: return .string(try string(lengthBytes: 2))
        case .longString: return .string(try string(lengthBytes: 4))
        case .object:
            try check(depth)
            return .object(try properties(depth: depth))
        case .ecmaArray:
            try check(depth)
            // Only a hint (2.10); several publishers send 0.
            _ = try reader.integer(bytes: 4)
            return .object(try properties(depth: depth))
        case .strictArray:
            try check(depth)
            return .array(try elements(depth: depth))
        case .null: return .null
        case .undefined, .unsupported: return .undefined
        case .date:
            let milliseconds = try double()
            _ = try reader.integer(bytes: 2)  // A time zone, which is reserved and must be 0 (2.13).
            return .date(milliseconds)
        case .reference: throw ProtocolError(.malformed, "AMF references aren't supported.")
        default:
            throw ProtocolError(.malformed, "An AMF value of type \(marker), which isn't supported.")
        }
    }

    private mutating func properties(depth: Int) throws(ProtocolError) -> [AMFValue.Property] {
        var properties: [AMFValue.Property] = []
        // Some publishers forget the last object's end marker.
        while reader.remaining > 0 {
            let key = try string(lengthBytes: 2)
            if key.isEmpty, reader.next == AMFMarker.objectEnd.rawValue {
                _ = try reader.byte()
                break
            }
            try count()
            properties.append(AMFValue.Property(key: key, value: try value(depth: depth + 1)))
        }
        return properties
    }

    private mutating func elements(depth: Int) throws(ProtocolError) -> [AMFValue] {
        let length = try reader.integer(bytes: 4)
        var elements: [AMFValue] = []
        for _ in 0..<length {
            try count()
            elements.append(try value(depth: depth + 1))
        }
        return elements
    }

    private mutating func double() throws(ProtocolError) -> Double {
        Double(bitPattern: try reader.integer(bytes: 8))
    }

    private mutating func string(lengthBytes: Int) throws(ProtocolError) -> String {
        String(decoding: try reader.take(Int(try reader.integer(bytes: lengthBytes))), as: UTF8.self)
    }

    private func check(_ depth: Int) throws(ProtocolError) {
        guard depth <= maximumDepth else {
            throw ProtocolError(.limit, "AMF objects lie in each other more than \(maximumDepth) deep.")
        }
    }

    private mutating func count() throws(ProtocolError) {
        keys += 1
        guard keys <= maximumKeys else {
            throw ProtocolError(.limit, "An AMF message has more than \(maximumKeys) values.")
        }
    }
}
