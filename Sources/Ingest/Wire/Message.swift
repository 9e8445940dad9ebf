/// One RTMP message, whole (RTMP 1.0, 6).
struct Message: Hashable, Sendable {
    var type: MessageType
    /// 0 is the connection itself.
    var streamID: UInt32
    /// In milliseconds, modulo 2³².
    var timestamp: UInt32
    var body: [UInt8]

    init(type: MessageType, streamID: UInt32 = 0, timestamp: UInt32 = 0, body: [UInt8]) {
        (self.type, self.streamID, self.timestamp, self.body) = (type, streamID, timestamp, body)
    }
}

/// What a message holds (RTMP 1.0, 5.4, 6.2 and 7.1). A struct: others are received too, and passed over.
struct MessageType: RawRepresentable, Hashable, Sendable {
    var rawValue: UInt8

    static let setChunkSize = MessageType(rawValue: 1)
    static let abort = MessageType(rawValue: 2)
    static let acknowledgement = MessageType(rawValue: 3)
    static let userControl = MessageType(rawValue: 4)
    static let windowAcknowledgementSize = MessageType(rawValue: 5)
    static let setPeerBandwidth = MessageType(rawValue: 6)
    static let audio = MessageType(rawValue: 8)
    static let video = MessageType(rawValue: 9)
    static let dataAMF3 = MessageType(rawValue: 15)
    static let commandAMF3 = MessageType(rawValue: 17)
    static let dataAMF0 = MessageType(rawValue: 18)
    static let commandAMF0 = MessageType(rawValue: 20)
    static let aggregate = MessageType(rawValue: 22)
}

extension MessageType {
    /// About the connection itself, whoever is at its other end (RTMP 1.0, 5.4 and 7.1.7).
    var isControl: Bool { 1...6 ~= rawValue }

    /// Whether it should have sound or pictures.
    var isMedia: Bool { self == .audio || self == .video || self == .aggregate }

    /// Whether it has a meaning in RTMP, if not for this server: acknowledgements, bandwidths, shared objects (7.1.3).
    var isKnown: Bool { isControl || [8, 9, 15, 16, 17, 18, 19, 20, 22].contains(rawValue) }
}

extension Message {
    /// The values of a command or data message that calls itself AMF3: they are AMF0 behind a format byte (RTMP 1.0, 7.1.1), as
    /// long as `connect` agreed on AMF0. Some leave the byte out; a name doesn't begin with it.
    var valuesAsAMF0: ArraySlice<UInt8> { body.first == 0 ? body.dropFirst() : body[...] }

    /// User control events (RTMP 1.0, 7.1.7).
    enum ControlEvent: UInt16 {
        case streamBegin = 0
        case pingRequest = 6
        case pingResponse = 7
    }

    static func control(_ event: ControlEvent, _ value: UInt32) -> Message {
        var body: [UInt8] = []
        body.append(bigEndian: UInt64(event.rawValue), bytes: 2)
        body.append(bigEndian: UInt64(value), bytes: 4)
        return Message(type: .userControl, body: body)
    }

    /// A protocol control message with one number.
    static func number(_ type: MessageType, _ value: UInt32, trailing: [UInt8] = []) -> Message {
        var body: [UInt8] = []
        body.append(bigEndian: UInt64(value), bytes: 4)
        return Message(type: type, body: body + trailing)
    }
}
