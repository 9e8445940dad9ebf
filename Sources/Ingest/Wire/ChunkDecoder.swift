/// Puts messages together from the chunks of a connection (RTMP 1.0, 5.3).
///
/// Bytes may come in pieces of any size. Set Chunk Size and Abort are obeyed here; those that make no sense change nothing, and
/// are handed on.
struct ChunkDecoder {
    /// Until the peer says otherwise (RTMP 1.0, 5.4.1).
    private var chunkSize = 128

    /// Of one message, in bytes; may be raised between messages.
    var maximumMessageBytes: Int
    private let maximumStreams: Int
    private let partialMessages: Int

    private var input: [UInt8] = []
    private var position = 0
    private var streams: [ChunkStream] = []
    private var indices: [Int: Int] = [:]
    /// The chunk under way: its stream's place, and how much of its payload is still to come.
    private var chunk: (stream: Int, remaining: Int)?

    /// Of all half-received messages together.
    private(set) var partialBytes = 0

    init(limits: IngestLimits) {
        maximumMessageBytes = limits.keylessMessageBytes
        maximumStreams = limits.chunkStreams
        partialMessages = limits.partialMessages
    }

    /// Takes bytes from the network. ``nextMessage()`` makes something of them.
    mutating func append(_ bytes: ArraySlice<UInt8>) {
        if position == input.count {
            input.removeAll(keepingCapacity: input.capacity <= 1 << 17)
            position = 0
        } else if position > 1 << 16 {
            input.removeFirst(position)
            position = 0
        }
        input += bytes
    }

    /// The next message that is whole; `nil` if more bytes are needed.
    mutating func nextMessage() throws(ProtocolError) -> Message? {
        while true {
            if chunk == nil {
                guard try readHeader() else { return nil }
            }
            guard let message = try readPayload() else {
                if chunk == nil { continue }
                return nil
            }
            switch message.type {
            case .setChunkSize where setChunkSize(message): continue
            case .abort where abort(message): continue
            default: return message
            }
        }
    }

    private var available: Int { input.count - position }

    private func integer(at offset: Int, bytes count: Int) -> UInt32 {
        input[position + offset..<position + offset + count].reduce(0) { $0 << 8 | UInt32($1) }
    }
}

// MARK: - Headers

extension ChunkDecoder {
    /// Reads a chunk's whole header, or nothing. Returns whether it did.
    private mutating func readHeader() throws(ProtocolError) -> Bool {
        guard available >= 1 else { return false }
        let format = Int(input[position] >> 6)
        guard let (id, basicBytes) = basicHeader() else { return false }
        let headerBytes = basicBytes + [11, 7, 3, 0][format]
        guard available >= headerBytes else { return false }

        let place = indices[id]
        let known = place.map { streams[$0] }
        // librtmp answers pings with a type 1 chunk on a stream that had none before: all that it leaves out is the message
        // stream, which is the connection then. Without a length nobody knows where the message ends.
        guard format <= 1 || known?.hasHeader == true else {
            throw ProtocolError(.malformed, "The first chunk of a chunk stream has no full header.")
        }
        if let known, known.isReceiving, format < 3 { try checkRepetition(of: known, format: format, basicBytes) }
        let isExtended =
            format == 3 ? known?.extendedTime != nil : integer(at: basicBytes, bytes: 3) == 0xFF_FFFF
        var time: UInt32?
        var extendedBytes = 0
        if isExtended {
            guard available >= headerBytes + 4 else { return false }
            let value = integer(at: headerBytes, bytes: 4)
            // Within a message the field repeats what is known: the header's, or the time that the two add up to. Some
            // publishers leave it out there, so if it isn't what is known, it is payload.
            if format < 3 || known?.isReceiving != true || value == known?.extendedTime || value == known?.timestamp {
                (time, extendedBytes) = (value, 4)
            }
        }
        var stream = if let known { known } else { try makeStream(id) }
        let field = position + basicBytes
        if format < 3 { stream.extendedTime = isExtended ? time : nil }
        if format < 2 {
            stream.length = Int(integer(at: basicBytes + 3, bytes: 3))
            stream.type = MessageType(rawValue: input[field + 6])
        }
        if format == 0 {
            // The one little-endian field of the protocol.
            stream.streamID = messageStream(at: field + 7)
        }
        if format < 2 { stream.hasHeader = true }
        if !stream.isReceiving {
            try begin(&stream, format: format, time: time ?? (format < 3 ? integer(at: basicBytes, bytes: 3) : nil))
        }
        position += headerBytes + extendedBytes
        store(stream)
        return true
    }

    /// The chunk stream's id and how many bytes said it (5.3.1.1); `nil` if not all of them are here.
    private func basicHeader() -> (id: Int, bytes: Int)? {
        switch input[position] & 0x3F {
        case 0: available >= 2 ? (64 + Int(input[position + 1]), 2) : nil
        case 1: available >= 3 ? (64 + Int(input[position + 1]) + Int(input[position + 2]) << 8, 3) : nil
        case let id: (Int(id), 1)
        }
    }

    private func messageStream(at place: Int) -> UInt32 {
        input[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Within a message only type 3 chunks belong (5.3.1.2.4). Some publishers repeat the header, or parts of it, and servers take
    /// that; whatever says another message has begun, the end of this one is lost.
    private func checkRepetition(of stream: ChunkStream, format: Int, _ basicBytes: Int) throws(ProtocolError) {
        let field = position + basicBytes
        let isRepetition =
            (format == 2
                || (integer(at: basicBytes + 3, bytes: 3) == stream.length && input[field + 6] == stream.type.rawValue))
            && (format > 0
                || (messageStream(at: field + 7) == stream.streamID
                    && integer(at: basicBytes, bytes: 3) == min(stream.timestamp, 0xFF_FFFF)))
        guard isRepetition else {
            throw ProtocolError(.malformed, "A message begins before the one before it on its chunk stream ended.")
        }
    }

    private func makeStream(_ id: Int) throws(ProtocolError) -> ChunkStream {
        guard streams.count < maximumStreams else {
            throw ProtocolError(.limit, "More than \(maximumStreams) chunk streams on one connection.")
        }
        return ChunkStream(id: id)
    }

    /// Begins a message.
    ///
    /// - Parameter time: The header's; `nil` for a type 3 chunk, which repeats the one before.
    private func begin(_ stream: inout ChunkStream, format: Int, time: UInt32?) throws(ProtocolError) {
        guard stream.length <= maximumMessageBytes else {
            throw ProtocolError(
                .limit,
                "A message of \(stream.length) bytes, and at most \(maximumMessageBytes) are taken"
                    + (stream.type == .video ? ": lower the encoder's bit rate." : "."))
        }
        // 5.3.1.2.4: a type 3 chunk after a type 0 chunk has that one's timestamp as its delta. FFmpeg sends it so.
        stream.delta = time ?? stream.delta
        stream.timestamp = format == 0 ? stream.delta : stream.timestamp &+ stream.delta
        stream.isReceiving = true
    }

    private mutating func store(_ stream: ChunkStream) {
        let place = indices[stream.id] ?? streams.count
        if place == streams.count {
            indices[stream.id] = place
            streams.append(stream)
        } else {
            streams[place] = stream
        }
        chunk = (place, min(chunkSize, stream.length - stream.body.count))
    }
}

// MARK: - Payloads

extension ChunkDecoder {
    /// Reads what is here of the chunk's payload. Returns the message if that was its end.
    private mutating func readPayload() throws(ProtocolError) -> Message? {
        guard let (place, remaining) = chunk else { return nil }
        let count = min(remaining, available)
        partialBytes += count
        guard partialBytes <= maximumMessageBytes * partialMessages else {
            throw ProtocolError(
                .limit,
                "More than \(maximumMessageBytes * partialMessages) bytes of messages that were begun and not ended.")
        }
        streams[place].body += input[position..<position + count]
        position += count
        guard count == remaining else {
            chunk = (place, remaining - count)
            return nil
        }
        chunk = nil
        guard streams[place].body.count == streams[place].length else { return nil }
        let message = Message(
            type: streams[place].type, streamID: streams[place].streamID, timestamp: streams[place].timestamp,
            body: streams[place].body)
        drop(place)
        return message
    }

    private mutating func drop(_ place: Int) {
        partialBytes -= streams[place].body.count
        streams[place].body = []
        streams[place].isReceiving = false
    }

    /// Returns whether it could be obeyed.
    private mutating func setChunkSize(_ message: Message) -> Bool {
        // 5.4.1: the top bit is zero. Beyond the longest message all sizes mean the same.
        guard let size = Self.number(message), 1...0x7FFF_FFFF ~= size else { return false }
        chunkSize = Int(size)
        return true
    }

    /// Returns whether it could be obeyed.
    private mutating func abort(_ message: Message) -> Bool {
        guard let id = Self.number(message) else { return false }
        if let place = indices[Int(id)], streams[place].isReceiving { drop(place) }
        return true
    }

    private static func number(_ message: Message) -> UInt32? {
        guard message.body.count >= 4 else { return nil }
        return message.body[..<4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
