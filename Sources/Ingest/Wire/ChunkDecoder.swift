/// Puts messages together from the chunks of a connection (RTMP 1.0, 5.3).
///
/// Bytes may come in pieces of any size. Set Chunk Size and Abort are obeyed here and not handed on.
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
        maximumMessageBytes = limits.strangersMessageBytes
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
            case .setChunkSize: try setChunkSize(message)
            case .abort: try abort(message)
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
        guard format == 0 || known?.hasHeader == true else {
            throw ProtocolError(.malformed, "The first chunk of a chunk stream has no full header.")
        }
        guard format == 3 || known?.isReceiving != true else {
            throw ProtocolError(.malformed, "A message begins before the one before it on its chunk stream ended.")
        }
        let isExtended =
            format == 3 ? known?.extendedTime != nil : integer(at: basicBytes, bytes: 3) == 0xFF_FFFF
        var time: UInt32?
        var extendedBytes = 0
        if isExtended {
            guard available >= headerBytes + 4 else { return false }
            let value = integer(at: headerBytes, bytes: 4)
            // Within a message the field repeats what is known. Some publishers leave it out there, so if it isn't what
            // is known, it is payload.
            if known?.isReceiving != true || value == known?.extendedTime {
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
            stream.streamID = input[field + 7..<field + 11].reversed().reduce(0) { $0 << 8 | UInt32($1) }
            stream.hasHeader = true
        }
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

    private mutating func setChunkSize(_ message: Message) throws(ProtocolError) {
        var reader = ByteReader(message.body[...], of: "Set Chunk Size")
        let size = try reader.integer(bytes: 4)
        // 5.4.1: the top bit is zero. Beyond the longest message all sizes mean the same.
        guard 1...0x7FFF_FFFF ~= size else {
            throw ProtocolError(.malformed, "A chunk size of \(size), and 1 to 2147483647 are allowed.")
        }
        chunkSize = Int(size)
    }

    private mutating func abort(_ message: Message) throws(ProtocolError) {
        var reader = ByteReader(message.body[...], of: "Abort")
        let id = Int(try reader.integer(bytes: 4))
        if let place = indices[id], streams[place].isReceiving { drop(place) }
    }
}
