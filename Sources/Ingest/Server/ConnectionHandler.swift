import Access
import Logging
import NIOCore

/// Moves bytes between a channel and its ``PublishSession``, keeps the session's times, and stops reading when it must.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private let registry: PublisherRegistry
    private let peer: PeerAddress
    private let isSecure: Bool
    var limits: IngestLimits { registry.configuration.limits }

    var session: PublishSession
    private var id: UInt64?
    private var publication: Publication?
    private var countedSession = PublishSession.Counts()
    private var countedDrops: [DropReason: Int] = [:]
    /// The registry counted it, or the peer did nothing wrong.
    private var refusalIsCounted = false

    /// Why the channel isn't read.
    enum Pause: Hashable {
        case consumer, rate, deciding, peerReadsNothing
    }
    var pauses: Set<Pause> = []
    private var owesRead = false
    private var rate: RateLimiter?

    var deadline: Scheduled<Void>?
    var pingTimer: Scheduled<Void>?
    var rateTimer: Scheduled<Void>?
    var lastMedia: NIODeadline = .uptimeNanoseconds(0)
    var pingSent: NIODeadline?

    init(registry: PublisherRegistry, peer: PeerAddress, isSecure: Bool) {
        (self.registry, self.peer, self.isSecure) = (registry, peer, isSecure)
        var generator = SystemRandomNumberGenerator()
        let random = (0..<(Handshake.packetBytes - 8) / 8).flatMap { _ in
            withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
        }
        session = PublishSession(
            application: registry.configuration.application, limits: registry.configuration.limits, random: random)
    }
}

// MARK: - Channel events

extension ConnectionHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // Once the session is over, what still comes is read and dropped: closing a socket with unread bytes would reset it,
        // and the peer might never see why.
        guard id != nil, !session.isOver else { return }
        var buffer = unwrapInboundIn(data)
        let count = buffer.readableBytes
        let bytes = buffer.readBytes(length: count) ?? []
        registry.count { $0.bytes += count }
        perform(session.receive(bytes[...], at: .now), context)
        limitRate(count, context)
        checkConsumer(context)
    }

    func read(context: ChannelHandlerContext) {
        if pauses.isEmpty || session.isOver { context.read() } else { owesRead = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // A peer that asks and never reads the answers would fill our memory with them.
        set(.peerReadsNothing, !context.channel.isWritable, context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let command = event as? ConnectionCommand else { return context.fireUserInboundEventTriggered(event) }
        switch command {
        case .replaced(let peer):
            // The registry has ended the publication already.
            log("A publisher was replaced.", ["by": "\(peer)"])
            publication = nil
            dismiss("NetStream.Publish.BadName", "Another publisher with the stream key took over.", context)
        case .evicted(let error):
            registry.logKeyless("A connection made room.", peer, reason: error.message, at: now(context))
            refusalIsCounted = true
            perform(session.refuse(error, code: "NetStream.Publish.Rejected"), context)
        case .refuse(let error, let id):
            guard publication?.id == id else { return }
            perform(session.refuse(error, code: "NetStream.Publish.Rejected"), context)
        case .resume: set(.consumer, false, context)
        case .serverClosing:
            end(.serverClosed)
            dismiss("NetConnection.Connect.AppShutdown", "The server is closing.", context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A TLS handshake that failed, mostly: plain RTMP on the RTMPS port.
        registry.logKeyless("A connection failed.", peer, reason: "\(error)", at: now(context))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(.disconnected)
        stopTimers()
        if let id { registry.remove(id) }
        id = nil
        context.fireChannelInactive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard id == nil, !session.isOver else { return }
        let channel = context.channel
        switch registry.accept(peer, send: { channel.pipeline.fireUserInboundEventTriggered($0) }) {
        case .accepted(let id):
            self.id = id
            rate = RateLimiter(
                perSecond: Double(limits.bytesPerSecond), burst: Double(limits.bytesPerSecond * limits.burstSeconds),
                now: now(context))
            setDeadline(
                limits.handshakeTime,
                ProtocolError(.handshakeTimeout, "The RTMP handshake took longer than \(limits.handshakeTime)."),
                context)
        case .refused(let error):
            registry.logKeyless("A connection was refused.", peer, reason: error.message, at: now(context))
            context.close(promise: nil)
        }
    }
}

// MARK: - The session

extension ConnectionHandler {
    /// Does what the session wants, and what follows from that.
    func perform(_ outputs: [PublishSession.Output], _ context: ChannelHandlerContext) {
        var outputs = outputs[...]
        while let output = outputs.popFirst() {
            switch output {
            case .send(let bytes): context.write(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .handshakeFinished: awaitPublish(context)
            case .publishRequested(let request): outputs += decide(request, context)
            case .media(let event):
                guard let publication else { continue }
                registry.add(event, of: publication, at: now(context))
                if event.isMedia { lastMedia = context.eventLoop.now }
            case .unpublished:
                end(.unpublished)
                awaitPublish(context)
            case .pingAnswered:
                if let pingSent, let id {
                    registry.pingAnswered(by: id, after: .nanoseconds((context.eventLoop.now - pingSent).nanoseconds))
                }
                pingSent = nil
            case .odd(let oddity): tell(oddity, context)
            case .refused(let error):
                if !refusalIsCounted {
                    registry.count(error)
                    // What ends a publication is logged with it.
                    if publication == nil {
                        registry.logKeyless("A publisher was refused.", peer, reason: error.message, at: now(context))
                    }
                }
                end(.refused(error))
                closeAfterLastWords(context)
            }
        }
        context.flush()
        countSession()
    }

    private func decide(
        _ request: PublishSession.PublishRequest, _ context: ChannelHandlerContext
    ) -> [PublishSession.Output] {
        guard let id else { return [] }
        switch registry.decide(request, from: peer, connection: id, isSecure: isSecure, at: now(context)) {
        case .accepted(let publication):
            self.publication = publication
            lastMedia = context.eventLoop.now
            watchForSilence(context)
            ping(context)
            log(
                "A publisher is on air.",
                ["key": "\(publication.keyName)", "program": "\(publication.program)", "secure": "\(isSecure)"])
            return session.accept(at: .now)
        case .refused(let error, let code, let delay):
            refusalIsCounted = true
            guard delay > .zero else { return session.refuse(error, code: code) }
            set(.deciding, true, context)
            deadline?.cancel()
            deadline = schedule(delay, context) { handler, context in
                handler.perform(handler.session.refuse(error, code: code), context)
            }
            return []
        }
    }

    /// Sends the peer away without it having done wrong.
    func dismiss(_ code: String, _ text: String, _ context: ChannelHandlerContext) {
        refusalIsCounted = true
        perform(session.refuse(ProtocolError(.busy, text), code: code), context)
    }

    func end(_ reason: EndReason) {
        guard let publication else { return }
        self.publication = nil
        pingTimer?.cancel()
        registry.end(publication, reason)
        log("A publisher is off air.", ["reason": "\(reason)"])
    }

    /// Ends our side once what was said is out, and the other at the latest a second later.
    private func closeAfterLastWords(_ context: ChannelHandlerContext) {
        stopTimers()
        pauses = []
        context.flush()
        context.close(mode: .output, promise: nil)
        deadline = schedule(.seconds(1), context) { $1.close(promise: nil) }
        if owesRead {
            owesRead = false
            context.read()
        }
    }

    private func countSession() {
        let (counts, drops) = (session.counts, session.dropped.counts)
        let before = countedSession
        guard counts != before || drops != countedDrops else { return }
        let newDrops = drops.merging(countedDrops) { $0 - $1 }
        (countedSession, countedDrops) = (counts, drops)
        registry.count {
            $0.messages += counts.messages - before.messages
            $0.otherTracks += counts.otherTracks - before.otherTracks
            $0.dropped.merge(newDrops, uniquingKeysWith: +)
        }
        if counts.otherTracks > 0, before.otherTracks == 0 {
            log("A publisher sends several tracks, and only the first one is taken.")
        }
    }

    /// Says once what is left out, and goes on.
    private func tell(_ oddity: Oddity, _ context: ChannelHandlerContext) {
        guard publication != nil else {
            return registry.logKeyless("A message was left out.", peer, reason: oddity.message, at: now(context))
        }
        log(
            oddity.isTold
                ? "A publisher sends what can't be used, and was told so; more of the kind is left out without a word."
                : "A publisher sent what can't be used; it and more of the kind are left out without a word.",
            level: oddity.isTold ? .warning : .info,
            ["what": "\(oddity.message)", "reason": "\(oddity.reason.rawValue)"])
    }
}

// MARK: - Not reading

extension ConnectionHandler {
    private func set(_ pause: Pause, _ isPaused: Bool, _ context: ChannelHandlerContext) {
        if isPaused { pauses.insert(pause) } else { pauses.remove(pause) }
        guard pauses.isEmpty, owesRead else { return }
        owesRead = false
        context.read()
    }

    private func limitRate(_ bytes: Int, _ context: ChannelHandlerContext) {
        guard !session.isOver, let pause = rate?.overdraw(bytes, at: now(context)), pause > .zero else { return }
        if !pauses.contains(.rate) { registry.count { $0.ratePauses += 1 } }
        set(.rate, true, context)
        rateTimer?.cancel()
        rateTimer = schedule(pause, context) { $0.set(.rate, false, $1) }
    }

    private func checkConsumer(_ context: ChannelHandlerContext) {
        guard let publication, !pauses.contains(.consumer) else { return }
        let channel = context.channel
        let resume: @Sendable () -> Void = { channel.pipeline.fireUserInboundEventTriggered(ConnectionCommand.resume) }
        guard registry.eventQueue.isFull(for: publication.id, resume: resume) else { return }
        registry.count { $0.consumerPauses += 1 }
        set(.consumer, true, context)
    }

    private func log(_ text: String, level: Logger.Level = .info, _ more: [String: Logger.MetadataValue] = [:]) {
        registry.logger.log(level: level, "\(text)", metadata: more.merging(["peer": "\(peer.text)"]) { $1 })
    }
}
