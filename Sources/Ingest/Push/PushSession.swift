/// One connection to a server of RTMP, to which a programme is published, apart from sockets and time: bytes in, bytes out.
///
/// It begins with ``opening``. Once ``Output/accepted(_:)`` has come, media may be sent: ``begin(_:)`` first. Whatever a server answers,
/// nothing grows beyond ``IngestLimits``, and after ``Output/failed(_:)`` nothing comes any more.
package struct PushSession {
    package enum Output: Hashable {
        case send([UInt8])
        /// The server takes the stream, in its own words.
        case accepted(String)
        /// The session is over.
        case failed(PushFailure)
    }

    private enum Phase: Hashable {
        case handshake
        /// Waiting for the answer to `connect`.
        case connecting
        /// Waiting for the answer to `createStream`.
        case creating
        /// Waiting for the answer to `publish`.
        case asking
        case live
        case over
    }

    /// Numbers of calls that are answered by them (RTMP 1.0, 7.2.1).
    private enum Call {
        static let connect = 1.0
        static let releaseStream = 2.0
        static let announce = 3.0
        static let createStream = 4.0
        static let publish = 5.0
        static let end = 6.0
    }

    /// What both OBS and FFmpeg's younger versions cut at; some servers take no more.
    private static let chunkSize: UInt32 = 4_096

    private let target: PushTarget
    private let limits: IngestLimits
    private var phase = Phase.handshake
    private var handshake: Handshake
    private var decoder: ChunkDecoder
    private var encoder = ChunkEncoder()
    private var window = AcknowledgementWindow()
    /// What was asked for in `publish`.
    private var streamID: UInt32 = 0
    private var outputs: [Output] = []

    /// - Parameter random: 1528 bytes, see ``Handshake``.
    package init(_ target: PushTarget, random: [UInt8], limits: IngestLimits = IngestLimits()) {
        (self.target, self.limits) = (target, limits)
        handshake = Handshake(.client, random: random)
        decoder = ChunkDecoder(limits: limits)
    }

    /// How many random bytes a session wants.
    package static let randomCount = Handshake.packetBytes - 8

    /// What to send first.
    package var opening: [UInt8] { handshake.opening }

    /// Whether media may be sent.
    package var isLive: Bool { phase == .live }

    /// What the server was asked for last and hasn't answered, for whoever waits too long; `nil` once it takes the stream.
    package var unanswered: String? {
        switch phase {
        case .handshake: "the handshake"
        case .connecting: "connect"
        case .creating: "createStream"
        case .asking: "publish"
        case .live, .over: nil
        }
    }
}

// MARK: - In

extension PushSession {
    /// Takes bytes from the network.
    ///
    /// - Returns: What follows from them, in order.
    package mutating func receive(_ bytes: ArraySlice<UInt8>) -> [Output] {
        guard phase != .over else { return [] }
        var bytes = bytes
        window.count(bytes.count)
        do throws(ProtocolError) {
            if phase == .handshake {
                let answer = try handshake.receive(&bytes)
                if !answer.isEmpty { outputs.append(.send(answer)) }
                guard handshake.isFinished else { return takeOutputs() }
                connect()
            }
            decoder.append(bytes)
            while phase != .over, let message = try decoder.nextMessage() { try obey(message) }
            if phase != .over, let sequence = window.takeDue() { send(.number(.acknowledgement, sequence)) }
        } catch {
            fail(PushFailure(.away, "it doesn't speak RTMP as it should: \(error.message)"))
        }
        return takeOutputs()
    }

    private mutating func obey(_ message: Message) throws(ProtocolError) {
        switch message.type {
        case .commandAMF0: try obey(command: message.body[...])
        case .commandAMF3: try obey(command: message.valuesAsAMF0)
        case .windowAcknowledgementSize:
            var reader = ByteReader(message.body[...], of: "Window Acknowledgement Size")
            let size = try reader.integer(bytes: 4)
            // Of a window of nothing each byte would have to be acknowledged.
            if size > 0 { window.size = size }
        case .userControl:
            var reader = ByteReader(message.body[...], of: "A user control message")
            guard Message.ControlEvent(rawValue: UInt16(try reader.integer(bytes: 2))) == .pingRequest else { return }
            send(.control(.pingResponse, UInt32(try reader.integer(bytes: 4))))
        // Acknowledgements and bandwidths ask for nothing; media aren't for us.
        default: return
        }
    }

    private mutating func obey(command body: ArraySlice<UInt8>) throws(ProtocolError) {
        var reader = AMFReader(body, limits: limits)
        let (values, damage) = try reader.readableValues()
        guard let name = values.first?.text else {
            throw damage ?? ProtocolError(.malformed, "a command without a name")
        }
        let transaction = values.dropFirst().first?.number ?? 0
        switch name {
        case "_result": answered(transaction, values)
        case "_error": refused(transaction, values)
        case "onStatus": noteStatus(Self.information(in: values))
        case "onFCPublish":
            // Some servers refuse a name here, and say no more.
            let status = Self.information(in: values)
            if status?["level"]?.text == "error" { noteStatus(status) }
        case "close": fail(PushFailure(.away, "it has closed the connection"))
        // onBWDone, onFCUnpublish and the like.
        default: return
        }
    }

    private mutating func answered(_ transaction: Double, _ values: [AMFValue]) {
        switch (phase, transaction) {
        case (.connecting, Call.connect):
            phase = .creating
            send(
                // Courtesies of Flash Media Live Encoder, which some servers wait for and the others pass over.
                .command(["releaseStream", .number(Call.releaseStream), .null, .string(target.key)]),
                .command(["FCPublish", .number(Call.announce), .null, .string(target.key)]),
                .command(["createStream", .number(Call.createStream), .null]))
        case (.creating, Call.createStream):
            guard let number = values.dropFirst(3).first?.number, 0...Double(UInt32.max) ~= number else {
                return fail(PushFailure(.away, "it answers createStream without a stream"))
            }
            streamID = UInt32(number)
            phase = .asking
            send(
                .command(
                    ["publish", .number(Call.publish), .null, .string(target.key), "live"], streamID: streamID))
        default: return
        }
    }

    private mutating func refused(_ transaction: Double, _ values: [AMFValue]) {
        // Courtesies may be refused.
        guard [Call.connect, Call.createStream, Call.publish].contains(transaction) else { return }
        let status = Self.information(in: values)
        fail(PushFailure(code: text("code", of: status), text: text("description", of: status)))
    }

    private mutating func noteStatus(_ status: AMFValue?) {
        let code = text("code", of: status)
        let words = text("description", of: status)
        switch (phase, code) {
        case (.asking, "NetStream.Publish.Start"):
            phase = .live
            outputs.append(.accepted(words.isEmpty ? code : "\(code), \(words)"))
        case (_, "NetStream.Unpublish.Success"), (_, "NetConnection.Connect.Closed"):
            fail(PushFailure(.away, PushFailure(code: code, text: words).words))
        case _ where status?["level"]?.text == "error": fail(PushFailure(code: code, text: words))
        default: return
        }
    }

    /// The object of a status, wherever it stands behind the command's name.
    private static func information(in values: [AMFValue]) -> AMFValue? {
        values.dropFirst(2).last { $0["code"] != nil || $0["level"] != nil }
    }

    private func text(_ key: String, of status: AMFValue?) -> String { target.shown(status?[key]?.text ?? "") }

    private mutating func fail(_ failure: PushFailure) {
        guard phase != .over else { return }
        phase = .over
        outputs.append(.failed(failure))
    }
}

// MARK: - Out

extension PushSession {
    private mutating func connect() {
        phase = .connecting
        send(
            .number(.setChunkSize, Self.chunkSize),
            .command([
                "connect", .number(Call.connect),
                [
                    "app": .string(target.application), "type": "nonprivate",
                    // Several networks let in nothing that doesn't call itself so.
                    "flashVer": "FMLE/3.0 (compatible; Tatecast)", "swfUrl": .string(target.url),
                    "tcUrl": .string(target.url),
                ],
            ]))
    }

    /// What describes the stream: metadata, parameter sets, and the sound's configuration.
    ///
    /// - Precondition: ``isLive``.
    /// - Throws: ``PushFailure`` for parameter sets that aren't H.264's.
    package mutating func begin(_ stream: PushStream) throws(PushFailure) -> [UInt8] {
        guard let record = H264Units.configurationRecord(of: stream.parameterSets) else {
            throw PushFailure(.away, "the rung has no parameter sets of H.264")
        }
        var metadata: [UInt8] = []
        for value in ["@setDataFrame", "onMetaData", stream.metadata] { metadata.append(amf: value) }
        // 0x17: a key picture of H.264; 0xAF: AAC, as FLV always writes it (E.4.3.1, E.4.2.1).
        return media(
            Message(type: .dataAMF0, streamID: streamID, body: metadata),
            Message(type: .video, streamID: streamID, body: [0x17, 0, 0, 0, 0] + record),
            Message(type: .audio, streamID: streamID, body: [0xAF, 0] + stream.audioConfiguration))
    }

    /// One picture.
    ///
    /// - Parameters:
    ///   - units: H.264 with start codes.
    ///   - time: When to decode it, in milliseconds since the stream's first picture.
    ///   - offset: From there to when it is shown, in milliseconds.
    package mutating func picture(_ units: Span<UInt8>, isKey: Bool, time: Int64, offset: Int64) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(units.count + 64)
        body += [isKey ? 0x17 : 0x27, 1]
        body.append(bigEndian: UInt64(bitPattern: offset), bytes: 3)
        H264Units.append(lengthPrefixed: units, to: &body)
        return media(
            Message(type: .video, streamID: streamID, timestamp: UInt32(truncatingIfNeeded: time), body: body))
    }

    /// One frame of AAC.
    ///
    /// - Parameter time: When it is heard, in milliseconds since the stream's first picture.
    package mutating func sound(_ frame: Span<UInt8>, time: Int64) -> [UInt8] {
        var body: [UInt8] = [0xAF, 1]
        body.reserveCapacity(frame.count + 2)
        frame.withUnsafeBufferPointer { body += $0 }
        return media(
            Message(type: .audio, streamID: streamID, timestamp: UInt32(truncatingIfNeeded: time), body: body))
    }

    /// Ends the stream: what to send before the connection is closed. Nothing, where it never began.
    package mutating func end() -> [UInt8] {
        guard phase == .live else { return [] }
        let bytes = media(
            .command(["FCUnpublish", .number(Call.end), .null, .string(target.key)]),
            .command(["deleteStream", .number(Call.end + 1), .null, .number(Double(streamID))]))
        phase = .over
        return bytes
    }

    private mutating func media(_ messages: Message...) -> [UInt8] {
        precondition(phase == .live, "media that nobody has accepted")
        var bytes: [UInt8] = []
        bytes.reserveCapacity(messages.reduce(0) { $0 + $1.body.count + $1.body.count / Int(Self.chunkSize) + 16 })
        for message in messages { encoder.append(message, to: &bytes) }
        return bytes
    }

    private mutating func send(_ messages: Message...) {
        var bytes: [UInt8] = []
        for message in messages { encoder.append(message, to: &bytes) }
        if case .send(let earlier) = outputs.last {
            outputs[outputs.count - 1] = .send(earlier + bytes)
        } else {
            outputs.append(.send(bytes))
        }
    }

    private mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }
}
