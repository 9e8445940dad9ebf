/// A value of the Action Message Format, version 0 (AMF0 specification, 2).
enum AMFValue: Hashable, Sendable {
    case number(Double)
    case boolean(Bool)
    case string(String)
    /// Also what comes as ECMA array. Keys in their order; the last one counts if there are two alike.
    case object([Property])
    case array([AMFValue])
    case null
    case undefined
    /// Milliseconds since 1970, UTC.
    case date(Double)

    struct Property: Hashable, Sendable {
        var key: String
        var value: AMFValue
    }
}

extension AMFValue: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByDictionaryLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(dictionaryLiteral elements: (String, AMFValue)...) {
        self = .object(elements.map { Property(key: $0, value: $1) })
    }
}

extension AMFValue {
    subscript(key: String) -> AMFValue? {
        guard case .object(let properties) = self else { return nil }
        return properties.last { $0.key == key }?.value
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}

/// The type markers of AMF0 (2.1).
enum AMFMarker: UInt8 {
    case number = 0, boolean, string, object, movieClip, null, undefined, reference, ecmaArray, objectEnd, strictArray
    case date, longString, unsupported, recordSet, xmlDocument, typedObject, avmPlus
}
