import Logging
import Synchronization

/// What the connections of a server share: who may come in, who may publish, and who is on air. Any thread.
final class PublisherRegistry: Sendable {
    let configuration: PublishServer.Configuration
    let logger: Logger
    let eventQueue: IngestEventQueue
    private let state = Mutex(State())
    /// Ends when the registry is closed and its last connection is.
    private let emptied = AsyncStream.makeStream(of: Never.self)

    private struct State {
        var connections: [UInt64: Connection] = [:]
        var lastID: UInt64 = 0
        var authFailures = AuthFailureThrottle()
        var counters = IngestCounters()
        /// The connection on air.
        var onAir: UInt64?
        var onAirIdentity: TakeoverHistory.Identity?
        /// When it sent media last, or went on air.
        var lastMedia: Duration = .zero
        var replaced = TakeoverHistory()
        var isClosed = false
        var keylessLog = LogRateLimiter()
    }

    private struct Connection {
        var host: String
        /// Called on any thread; must not block.
        var send: @Sendable (ConnectionCommand) -> Void
    }

    init(configuration: PublishServer.Configuration, logger: Logger) {
        (self.configuration, self.logger) = (configuration, logger)
        eventQueue = IngestEventQueue(capacity: configuration.limits.queueBytes)
    }

    var counters: IngestCounters { state.withLock { $0.counters } }
}

// MARK: - Connections

extension PublisherRegistry {
    enum Admission {
        case accepted(UInt64)
        case refused(ProtocolError)
    }

    /// Accepts a new connection if there is room.
    ///
    /// Where there is none, the address with the most connections that don't publish loses its oldest one, unless that is
    /// the new connection's own. So nobody can keep the publisher out with idle connections from one place.
    ///
    /// - Parameter send: Called on any thread; must not block.
    func accept(_ peer: PeerAddress, send: @escaping @Sendable (ConnectionCommand) -> Void) -> Admission {
        let (admission, evicted) = state.withLock { state -> (Admission, Connection?) in
            state.counters.connectionsAccepted += 1
            let limit = configuration.limits.connections
            var evicted: Connection?
            if state.isClosed || state.connections.count >= limit {
                guard !state.isClosed, let id = Self.connectionToEvict(state, for: peer.host) else {
                    state.counters.refusals[.connectionLimit, default: 0] += 1
                    return (.refused(ProtocolError(.connectionLimit, "All \(limit) connections are in use.")), nil)
                }
                evicted = state.connections.removeValue(forKey: id)
                state.counters.refusals[.evicted, default: 0] += 1
            }
            state.lastID += 1
            state.connections[state.lastID] = Connection(host: peer.host, send: send)
            state.counters.connections = state.connections.count
            return (.accepted(state.lastID), evicted)
        }
        evicted?.send(.evicted(ProtocolError(.evicted, "The server is full, and others are waiting to publish.")))
        return admission
    }

    private static func connectionToEvict(_ state: State, for host: String) -> UInt64? {
        let idle = state.connections.filter { $0.key != state.onAir }
        let hosts = Dictionary(grouping: idle.keys) { idle[$0]?.host ?? "" }
        guard let most = hosts.max(by: { $0.value.count < $1.value.count }),
            most.value.count > hosts[host]?.count ?? 0
        else { return nil }
        return most.value.min()
    }

    func remove(_ id: UInt64) {
        let isLast = state.withLock { state in
            state.connections[id] = nil
            state.counters.connections = state.connections.count
            return state.isClosed && state.connections.isEmpty
        }
        if isLast { emptied.continuation.finish() }
    }

    func count(_ error: ProtocolError) {
        state.withLock { $0.counters.refusals[error.reason, default: 0] += 1 }
    }

    /// Logs what a peer caused that has shown no stream key: at most a few lines a second, as anyone can cause them. Counters
    /// have them all.
    ///
    /// - Parameter now: On the connections' clock.
    func logKeyless(_ text: String, _ peer: PeerAddress, reason: String, at now: Duration) {
        guard let leftOut = state.withLock({ $0.keylessLog.take(at: now) }) else { return }
        var metadata: Logger.Metadata = ["peer": "\(peer.text)", "reason": "\(reason)"]
        if leftOut > 0 { metadata["linesLeftOut"] = "\(leftOut)" }
        logger.info("\(text)", metadata: metadata)
    }

    /// Changes the counters.
    func count(_ body: (inout IngestCounters) -> Void) {
        state.withLock { body(&$0.counters) }
    }

    func pingAnswered(by connection: UInt64, after time: Duration) {
        state.withLock { if $0.onAir == connection { $0.counters.current?.roundTrip = time } }
    }

    /// Accepts nobody any more, and tells all connections to close.
    func close() {
        let connections = state.withLock { state in
            state.isClosed = true
            return Array(state.connections.values)
        }
        if connections.isEmpty { emptied.continuation.finish() }
        for connection in connections { connection.send(.serverClosing) }
    }

    /// After ``close()``: waits until all connections are closed, `patience` at most.
    func waitUntilEmpty(patience: Duration) async {
        let deadline = Task {
            try await Task.sleep(for: patience)
            emptied.continuation.finish()
        }
        for await _ in emptied.stream {}
        deadline.cancel()
    }
}

// MARK: - Publications

extension PublisherRegistry {
    enum Decision {
        case accepted(Publication)
        /// Answer after the delay.
        case refused(ProtocolError, code: String, delay: Duration)
    }

    /// Decides whether a publisher goes on air; if so, it is there when this returns, and the one before is told.
    ///
    /// - Parameter now: On the connections' clock.
    func decide(
        _ request: PublishSession.PublishRequest, from peer: PeerAddress, connection: UInt64, isSecure: Bool,
        at now: Duration
    ) -> Decision {
        guard let keyName = configuration.keys.name(matching: request.keys) else {
            return refuseKey(of: peer, at: now)
        }
        var replaced: (@Sendable (ConnectionCommand) -> Void)?
        var returned: (attempts: Int, onAir: String)?
        let decision = state.withLock { state -> Decision in
            state.authFailures.forgive(peer.host)
            let identity = TakeoverHistory.Identity(host: peer.host, keyName: keyName, program: request.program)
            if state.onAir != nil, let error = reasonToWait(identity, &state, &returned, at: now) {
                state.counters.refusals[.busy, default: 0] += 1
                return .refused(error, code: "NetStream.Publish.BadName", delay: .zero)
            }
            let publication = Publication(
                id: UInt64(state.counters.publications) + 1, peer: peer.text, keyName: keyName, isSecure: isSecure,
                program: request.program)
            // Inside the lock, so that the queue has publications in the order in which they are on air.
            let (send, id) = (state.connections[connection]?.send, publication.id)
            guard eventQueue.begin(publication, refuse: { send?(.refuse($0, publication: id)) }) else {
                let error = ProtocolError(
                    .limit, "The server doesn't keep up with what was published before: try again later.")
                state.counters.refusals[.limit, default: 0] += 1
                return .refused(error, code: "NetStream.Publish.Rejected", delay: .zero)
            }
            state.counters.publications += 1
            if let onAir = state.onAir {
                replaced = state.connections[onAir]?.send
                state.counters.takeovers += 1
                if let other = state.onAirIdentity { state.replaced.add(other, at: now) }
            }
            if identity != state.onAirIdentity { state.replaced.remove(identity) }
            (state.onAir, state.onAirIdentity, state.lastMedia) = (connection, identity, now)
            state.counters.current = .init(publication: publication, since: .now)
            return .accepted(publication)
        }
        replaced?(.replaced(by: peer.text))
        // It tries again every few seconds: each doubling is told.
        if let returned, returned.attempts.nonzeroBitCount == 1 {
            logger.warning(
                "A publisher that was replaced wants to come back, and is turned away while the other one sends.",
                metadata: [
                    "peer": "\(peer.text)", "onAir": "\(returned.onAir)", "attempts": "\(returned.attempts)",
                ])
        }
        return decision
    }

    /// Why a publisher can't take over from the one on air; `returned` says how often one that was replaced has tried.
    private func reasonToWait(
        _ publisher: TakeoverHistory.Identity, _ state: inout State,
        _ returned: inout (attempts: Int, onAir: String)?,
        at now: Duration
    ) -> ProtocolError? {
        if configuration.takeover == .reject {
            return ProtocolError(.busy, "Another publisher is on air with this stream key: stop that one first.")
        }
        guard now - state.lastMedia < TakeoverHistory.silence,
            let refusals = state.replaced.refuse(publisher, at: now)
        else { return nil }
        returned = (refusals, state.counters.current?.publication.peer ?? "")
        return ProtocolError(
            .busy,
            "Another publisher took over and is sending: stop that one first, or start this one again in a minute.")
    }

    private func refuseKey(of peer: PeerAddress, at now: Duration) -> Decision {
        let (failures, delay) = state.withLock { state in
            state.counters.refusals[.wrongKey, default: 0] += 1
            return state.authFailures.fail(peer.host, at: now)
        }
        // An attack mustn't fill the disk: after a few, each doubling is told.
        if failures <= 5 || failures.nonzeroBitCount == 1 {
            logger.warning(
                "A publisher sent a wrong stream key.",
                metadata: ["peer": "\(peer.text)", "failures": "\(failures)"])
        }
        let error = ProtocolError(
            .wrongKey, "The stream key isn't right: copy it again from where you got it, without spaces around it.")
        return .refused(error, code: "NetStream.Publish.Denied", delay: delay)
    }

    /// Hands on what the publisher sent, and counts it.
    ///
    /// - Parameter now: On the connections' clock.
    func add(_ event: IngestEvent, of publication: Publication, at now: Duration) {
        eventQueue.add(event, of: publication.id)
        state.withLock { state in
            guard state.counters.current?.publication.id == publication.id else { return }
            state.counters.current?.count(event)
            if event.isMedia { state.lastMedia = now }
        }
    }

    func end(_ publication: Publication, _ reason: EndReason) {
        state.withLock { state in
            eventQueue.end(publication.id, reason)
            guard state.counters.current?.publication.id == publication.id else { return }
            state.counters.current = nil
            (state.onAir, state.onAirIdentity) = (nil, nil)
        }
    }
}
