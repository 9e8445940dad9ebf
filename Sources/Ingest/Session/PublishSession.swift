/// One RTMP connection, apart from sockets and time: bytes in, answers and media out.
///
/// Whether a publisher may publish isn't decided here: ``Output/publishRequested(_:)`` asks, and nothing more is read until
/// ``accept(at:)`` or ``refuse(_:code:)`` has answered. Once ``isOver``, what is received is dropped.
struct PublishSession {
    enum Output: Hashable {
        case send([UInt8])
        /// The time to publish begins.
        case handshakeFinished
        case publishRequested(PublishRequest)
        /// Media or metadata of the current publication.
        case media(IngestEvent)
        /// The publisher ended its publication, and may begin another on this connection.
        case unpublished
        case pingAnswered
        /// The session is over: send what came before, then close.
        case refused(ProtocolError)
    }

    struct PublishRequest: Hashable {
        /// May be the stream key, or not; see ``PublishAddress/keys(connection:name:)``. Not to be logged.
        var keys: [String]
        /// What the publisher calls itself.
        var program: String
    }

    enum Phase: Hashable {
        case handshake
        /// Before an accepted `connect`.
        case connecting
        case connected
        /// Waiting for the answer to a ``PublishRequest``.
        case deciding
        case publishing
        case over
    }

    let limits: IngestLimits
    let address: PublishAddress
    /// As in URLs, for texts.
    let application: String

    var phase = Phase.handshake
    var outputs: [Output] = []
    var counts = Counts()

    /// The application of `connect`. It may hold the key.
    var connection = ""
    var program = ""
    var streamCount: UInt32 = 0
    /// The message stream of the publication.
    var streamID: UInt32 = 0

    var video: VideoConfiguration?
    var audio: AudioConfiguration?
    var metadata: StreamMetadata?
    var colors: VideoColors?
    var clock = TimestampUnwrapper()

    private var handshake: Handshake
    private var decoder: ChunkDecoder
    private var encoder = ChunkEncoder()
    private var window = AcknowledgementWindow()

    /// - Parameters:
    ///   - application: What the URL has between host and key, e.g. `live`.
    ///   - random: 1528 bytes, see ``Handshake``.
    init(application: String, limits: IngestLimits, random: [UInt8]) {
        (self.limits, self.application) = (limits, application)
        address = PublishAddress(application: application)
        handshake = Handshake(random: random)
        decoder = ChunkDecoder(limits: limits)
    }

    var isOver: Bool { phase == .over }

    /// What was passed over, and what came.
    struct Counts: Hashable, Sendable {
        var messages = 0
        /// Pictures and sounds before their configuration.
        var unitsWithoutConfiguration = 0
        /// Messages of other tracks than the first.
        var otherTracks = 0
        /// Metadata that couldn't be read.
        var unreadableMetadata = 0
    }
}

// MARK: - In

extension PublishSession {
    /// Takes bytes from the network.
    ///
    /// - Parameter now: Becomes the arrival of the media that are complete with these bytes.
    /// - Returns: What follows from them, in order.
    mutating func receive(_ bytes: ArraySlice<UInt8>, at now: ContinuousClock.Instant) -> [Output] {
        guard phase != .over else { return [] }
        var bytes = bytes
        window.count(bytes.count)
        do throws(ProtocolError) {
            if phase == .handshake {
                let answer = try handshake.receive(&bytes)
                if !answer.isEmpty { outputs.append(.send(answer)) }
                guard handshake.isFinished else { return takeOutputs() }
                phase = .connecting
                outputs.append(.handshakeFinished)
            }
            decoder.append(bytes)
            try readMessages(at: now)
            // A refusal is the last word: nobody reads what would come after it.
            if phase != .over, let sequence = window.takeDue() { send(.number(.acknowledgement, sequence)) }
        } catch {
            fail(error)
        }
        return takeOutputs()
    }

    private mutating func readMessages(at now: ContinuousClock.Instant) throws(ProtocolError) {
        while phase != .deciding, phase != .over, let message = try decoder.nextMessage() {
            counts.messages += 1
            try handle(message, at: now)
        }
    }

    private mutating func handle(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        switch message.type {
        case .commandAMF0: try handleCommand(message.body[...], streamID: message.streamID)
        // AMF3 commands are AMF0 behind a format byte (RTMP 1.0, 7.1.1), as long as connect agreed on AMF0.
        case .commandAMF3: try handleCommand(message.body.dropFirst(), streamID: message.streamID)
        case .windowAcknowledgementSize:
            var reader = ByteReader(message.body[...], of: "Window Acknowledgement Size")
            window.size = try reader.integer(bytes: 4)
        case .userControl: try handleControl(message.body[...])
        default: if phase == .publishing { try handleMedia(message, at: now) }
        }
    }

    private mutating func handleControl(_ body: ArraySlice<UInt8>) throws(ProtocolError) {
        var reader = ByteReader(body, of: "A user control message")
        switch Message.ControlEvent(rawValue: UInt16(try reader.integer(bytes: 2))) {
        case .pingRequest: send(.control(.pingResponse, UInt32(try reader.integer(bytes: 4))))
        case .pingResponse: outputs.append(.pingAnswered)
        case .streamBegin, nil: break
        }
    }
}

// MARK: - Decisions

extension PublishSession {
    /// Lets the publisher publish, and reads on.
    mutating func accept(at now: ContinuousClock.Instant) -> [Output] {
        precondition(phase == .deciding)
        phase = .publishing
        decoder.maximumMessageBytes = limits.messageBytes
        (video, audio, metadata, colors, clock) = (nil, nil, nil, nil, TimestampUnwrapper())
        send(.control(.streamBegin, streamID))
        sendStatus("NetStream.Publish.Start", "The stream is on air.", level: "status")
        do throws(ProtocolError) {
            try readMessages(at: now)
        } catch {
            fail(error)
        }
        return takeOutputs()
    }

    /// Tells the publisher why the session is over, in the words of `error`. Whatever it sends then is dropped.
    ///
    /// - Parameter code: What publishers know, e.g. `NetStream.Publish.Denied`.
    mutating func refuse(_ error: ProtocolError, code: String) -> [Output] {
        guard phase != .over else { return [] }
        if phase != .handshake { sendStatus(code, error.message, level: "error") }
        phase = .over
        outputs.append(.refused(error))
        return takeOutputs()
    }

    /// What to send so that the peer shows it is still there.
    ///
    /// - Parameter time: In milliseconds, of any clock; comes back in the answer.
    mutating func ping(time: UInt32) -> [Output] {
        guard phase != .over, phase != .handshake else { return [] }
        send(.control(.pingRequest, time))
        return takeOutputs()
    }

    /// A rule was broken: what can still be said depends on how far the two have come.
    private mutating func fail(_ error: ProtocolError) {
        switch phase {
        case .over: return
        case .handshake: break
        case .connecting: sendStatus("NetConnection.Connect.Failed", error.message, level: "error")
        // Publishers show Rejected to their user; they log Failed at best.
        case .connected, .deciding, .publishing:
            sendStatus("NetStream.Publish.Rejected", error.message, level: "error")
        }
        phase = .over
        outputs.append(.refused(error))
    }
}

// MARK: - Out

extension PublishSession {
    mutating func send(_ messages: Message...) {
        var bytes: [UInt8] = []
        for message in messages { encoder.append(message, to: &bytes) }
        if case .send(let earlier) = outputs.last {
            outputs[outputs.count - 1] = .send(earlier + bytes)
        } else {
            outputs.append(.send(bytes))
        }
    }

    /// `onStatus` on the publication's message stream (RTMP 1.0, 7.2.2).
    mutating func sendStatus(_ code: String, _ description: String, level: String) {
        send(
            .command(
                [
                    "onStatus", 0.0, .null,
                    ["level": .string(level), "code": .string(code), "description": .string(description)],
                ], streamID: streamID))
    }

    private mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }
}

/// When to acknowledge what was received (RTMP 1.0, 5.4.3).
struct AcknowledgementWindow {
    /// In bytes; what this server asks for until the peer states its own.
    static let ours: UInt32 = 2_500_000

    var size = UInt64(Self.ours)
    private var received: UInt64 = 0
    private var acknowledged: UInt64 = 0

    mutating func count(_ bytes: Int) { received += UInt64(bytes) }

    /// All bytes so far, modulo 2³², if a window is full. Peers wait for it after two windows at most.
    mutating func takeDue() -> UInt32? {
        guard received - acknowledged >= max(1, size) else { return nil }
        acknowledged = received
        return UInt32(truncatingIfNeeded: received)
    }
}
