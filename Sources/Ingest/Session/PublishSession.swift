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
        /// Something was dropped, the first of its kind.
        case odd(Oddity)
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
    /// Whether ``audio`` was made from the heads of ADTS frames.
    var soundHasHeads = false

    /// The strings of the accepted `publish`, to know it again.
    private(set) var publishedKeys: [String] = []
    var dropped = DroppedMessages()
    /// Since when no message had media that can be used, and why the last one had none; `nil` after one that had.
    private(set) var useless: (since: ContinuousClock.Instant, error: ProtocolError)?
    /// That has lasted too long.
    private var isHopeless = false

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
        handshake = Handshake(.server, random: random)
        decoder = ChunkDecoder(limits: limits)
    }

    var isOver: Bool { phase == .over }

    /// What was passed over, and what came.
    struct Counts: Hashable, Sendable {
        var messages = 0
        /// Messages of other tracks than the first.
        var otherTracks = 0
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
            if isHopeless, let useless { throw useless.error }
        }
    }

    /// Does what a message asks for. One that makes no sense costs no publication: where it ends is known, so the next can be
    /// read.
    private mutating func handle(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        do throws(ProtocolError) {
            try obey(message, at: now)
        } catch {
            guard phase == .publishing || message.type.isControl else { throw error }
            drop(message.type, error, at: now)
        }
    }

    private mutating func obey(_ message: Message, at now: ContinuousClock.Instant) throws(ProtocolError) {
        switch message.type {
        case .commandAMF0: try handleCommand(message.body[...], streamID: message.streamID)
        case .commandAMF3: try handleCommand(message.valuesAsAMF0, streamID: message.streamID)
        case .windowAcknowledgementSize:
            var reader = ByteReader(message.body[...], of: "Window Acknowledgement Size")
            let size = try reader.integer(bytes: 4)
            guard size > 0 else { throw ProtocolError(.malformed, "A window acknowledgement size of 0.") }
            window.size = size
        case .userControl: try handleControl(message.body[...])
        case .setChunkSize, .abort:
            throw ProtocolError(
                .malformed, "A chunk size of 0 or beyond 2147483647, or a control message without its number.")
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
        (soundHasHeads, useless) = (false, nil)
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

    /// Asks whether to publish.
    mutating func request(_ keys: [String], on streamID: UInt32) {
        (publishedKeys, self.streamID, phase) = (keys, streamID, .deciding)
        outputs.append(.publishRequested(PublishRequest(keys: keys, program: program)))
    }

    /// Leaves a message out, and says so the first time.
    ///
    /// - Parameter error: Why.
    mutating func drop(_ type: MessageType, _ error: ProtocolError, at now: ContinuousClock.Instant) {
        drop(type, DropReason(of: error), error.message)
        guard type.isMedia else { return }
        useless = (useless?.since ?? now, error)
        if let since = useless?.since, now - since >= limits.uselessTime { isHopeless = true }
    }

    /// Leaves a message out, and says so the first time. It may be one of those that nobody minds.
    mutating func drop(_ type: MessageType, _ reason: DropReason, _ text: String) {
        if dropped.add(reason, of: type) { say(reason, text) }
    }

    /// Leaves a picture or sound out that came before its sequence header.
    mutating func dropHeaderless(_ type: MessageType, at now: ContinuousClock.Instant) {
        let text =
            type == .video
            ? "The encoder sends pictures without their sequence header, so that they can't be decoded: stop its stream and start it again."
            : "The encoder sends AAC without its sequence header, so that it can't be decoded: stop its stream and start it again."
        if dropped.addHeaderless(type) { say(.noConfiguration, text) }
        // It may still come, so this is left to the time that a publisher may be silent.
        useless = (useless?.since ?? now, ProtocolError(.configuration, text))
    }

    /// Hands on media, or what belongs to them.
    mutating func emit(_ event: IngestEvent) {
        if event.isMedia { (useless, isHopeless) = (nil, false) }
        outputs.append(.media(event))
    }

    private mutating func say(_ reason: DropReason, _ text: String) {
        // Not an error: publishers give up at one.
        if reason.isTold { sendStatus("NetStream.Publish.Warning", text, level: "warning") }
        outputs.append(.odd(Oddity(reason: reason, message: text, isTold: reason.isTold)))
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
    ///
    /// - Parameter streamID: `nil` for the publication's.
    mutating func sendStatus(_ code: String, _ description: String, level: String, on streamID: UInt32? = nil) {
        send(
            .command(
                [
                    "onStatus", 0.0, .null,
                    ["level": .string(level), "code": .string(code), "description": .string(description)],
                ], streamID: streamID ?? self.streamID))
    }

    private mutating func takeOutputs() -> [Output] {
        defer { outputs = [] }
        return outputs
    }
}
