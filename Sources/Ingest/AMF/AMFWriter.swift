extension [UInt8] {
    /// Appends `value` as AMF0.
    mutating func append(amf value: AMFValue) {
        switch value {
        case .number(let number):
            append(AMFMarker.number.rawValue)
            append(bigEndian: number.bitPattern, bytes: 8)
        case .boolean(let flag):
            self += [AMFMarker.boolean.rawValue, flag ? 1 : 0]
        case .string(let text):
            let utf8 = Array(text.utf8)
            let isLong = utf8.count > 0xFFFF
            append((isLong ? AMFMarker.longString : .string).rawValue)
            append(bigEndian: UInt64(utf8.count), bytes: isLong ? 4 : 2)
            self += utf8
        case .object(let properties):
            append(AMFMarker.object.rawValue)
            for property in properties {
                // A key has a 16-bit length.
                let key = Array(property.key.utf8.prefix(0xFFFF))
                append(bigEndian: UInt64(key.count), bytes: 2)
                self += key
                append(amf: property.value)
            }
            self += [0, 0, AMFMarker.objectEnd.rawValue]
        case .array(let elements):
            append(AMFMarker.strictArray.rawValue)
            append(bigEndian: UInt64(elements.count), bytes: 4)
            for element in elements { append(amf: element) }
        case .null: append(AMFMarker.null.rawValue)
        case .undefined: append(AMFMarker.undefined.rawValue)
        case .date(let milliseconds):
            append(AMFMarker.date.rawValue)
            append(bigEndian: milliseconds.bitPattern, bytes: 8)
            self += [0, 0]
        }
    }
}

extension Message {
    /// A command message (RTMP 1.0, 7.1.1).
    static func command(_ values: [AMFValue], streamID: UInt32 = 0) -> Message {
        var body: [UInt8] = []
        for value in values { body.append(amf: value) }
        return Message(type: .commandAMF0, streamID: streamID, body: body)
    }
}
