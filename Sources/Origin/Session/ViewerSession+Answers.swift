import HLS
import HTTPTypes

extension ViewerSession {
    /// Takes what the origin has. After the session has gone on without it, it is passed over.
    mutating func answer(_ answer: OriginAnswer, at now: Instant) -> [Output] {
        guard case .asking(let request, let waitsUntil) = state else { return [] }
        switch answer {
        case .playlist(let playlist):
            return respond(ViewerResponse(playlist, for: request), to: request.method, at: now)
        case .refuse(let refusal): return respond(ViewerResponse(refusal), to: request.method, at: now)
        case .wait(let wait):
            state = .waiting(request, wait)
            deadline = waitsUntil ?? now + (limits.waitTimeout ?? wait.atMost)
            return [.wait(wait.condition)]
        case .media(let media):
            let response = ViewerResponse(media, for: request)
            guard media.isOnDisk, request.method != .head, case .content(let range) = response.body, !range.isEmpty
            else { return respond(response, to: request.method, at: now) }
            return load(range, for: response.head, at: now)
        }
    }

    /// What was waited for is so.
    mutating func changed(at now: Instant) -> [Output] {
        guard case .waiting(let request, _) = state else { return [] }
        return ask(request, mayHold: true, waitsUntil: deadline ?? now, at: now)
    }

    /// A piece of the file has been read.
    mutating func loaded(at now: Instant) -> [Output] {
        guard case .loading(let head, let piece, let rest) = state else { return [] }
        var outputs: [Output] = []
        if let head { outputs.append(.head(head, isLast: closesConnection)) }
        outputs += rest.isEmpty ? [.content(piece), .end] : [.piece(piece)]
        state = .writing(rest: rest)
        deadline = now + limits.writeTimeout(byteCount: piece.count)
        return outputs
    }

    mutating func failedToLoad(at now: Instant) -> [Output] {
        guard case .loading(let head, _, _) = state else { return [] }
        // Its length has been told already: all that is left is to break off.
        return head == nil ? close() : respond(ViewerResponse(RequestRefusal.unreadable), at: now)
    }

    /// All that was to be sent has been.
    mutating func written(at now: Instant) -> [Output] {
        guard case .writing(let rest) = state else { return [] }
        guard rest.isEmpty else { return load(rest, for: nil, at: now) }
        switch next {
        case .request:
            state = .idle
            deadline = now + limits.idleTimeout
            return []
        case .close: return close()
        case .drain:
            state = .draining
            deadline = kind == .stream ? now + .seconds(2) : nil
            return [kind == .stream ? .giveUpStream : .linger]
        }
    }

    private mutating func load(_ range: Range<Int>, for head: HTTPResponse?, at now: Instant) -> [Output] {
        let piece = range.prefix(Self.pieceByteCount)
        state = .loading(head, piece: piece, rest: piece.upperBound..<range.upperBound)
        deadline = now + limits.preparationTimeout
        return [.load(piece)]
    }

    /// Answers what can't be read, and reads no more.
    mutating func refuse(_ response: ViewerResponse, to method: HTTPRequest.Method? = nil, at now: Instant) -> [Output]
    {
        next = .drain
        return respond(response, to: method, at: now)
    }

    mutating func respond(_ response: ViewerResponse, to method: HTTPRequest.Method? = nil, at now: Instant)
        -> [Output]
    {
        state = .writing(rest: 0..<0)
        deadline = now + limits.writeTimeout(byteCount: response.byteCount)
        var outputs = [Output.head(response.head, isLast: closesConnection)]
        if method != .head {
            switch response.body {
            case .none: break
            case .text(let text): outputs.append(.sentence(text))
            case .content(let range): outputs.append(.content(range))
            }
        }
        outputs.append(.end)
        return outputs
    }

    private var closesConnection: Bool { kind == .connection && next > .request }
}

// MARK: - What Hummingbird answers

extension ViewerSession {
    /// Whether what is written by others is the answer to a request that was handed on.
    var isPassing: Bool { if case .passing = state { true } else { false } }

    /// Takes the head of an answer to what was handed on, and returns it as it is to be written.
    mutating func handBack(_ given: HTTPResponse) -> HTTPResponse {
        guard case .passing(let isRead, _) = state else { return given }
        state = .passing(isRead: isRead, awaitsContinue: false)
        // Refused before its body was there: the rest of it is of no use.
        if !isRead { next = .drain }
        var head = given
        if closesConnection { head.headerFields[.connection] = "close" }
        return head
    }

    /// The answer ends; ``written(at:)`` is to be called when it has been sent.
    mutating func handBackEnd(at now: Instant) {
        guard isPassing else { return }
        state = .writing(rest: 0..<0)
        deadline = now + (next == .drain ? limits.writeTimeout(byteCount: 0) : limits.idleTimeout)
    }

    /// Hummingbird's side is about to read a body, which its sender may hold back until then.
    mutating func bodyIsWanted() -> [Output] {
        guard case .passing(let isRead, awaitsContinue: true) = state else { return [] }
        state = .passing(isRead: isRead, awaitsContinue: false)
        return [.sayContinue]
    }
}

// MARK: - The end

extension ViewerSession {
    /// Whatever is going on has taken until ``deadline``.
    mutating func timeOut(at now: Instant) -> [Output] {
        switch state {
        case .waiting(let request, let wait):
            let answer =
                wait.refusal.map { respond(ViewerResponse($0), to: request.method, at: now) }
                ?? ask(request, mayHold: false, waitsUntil: deadline ?? now, at: now)
            return [.stopWaiting(wait.condition)] + answer
        case .asking(let request, _):
            return respond(ViewerResponse(RequestRefusal.unreadable), to: request.method, at: now)
        case .loading: return failedToLoad(at: now)
        default: return close()
        }
    }

    /// The peer sends nothing more.
    ///
    /// - Returns: `nil` if this concerns only whom requests are handed on to.
    mutating func inputClosed() -> [Output]? {
        guard kind == .connection else { return nil }
        switch state {
        case .waiting, .reading, .draining: return close()
        case .asking, .loading, .writing:
            next = max(next, .close)
            return []
        case .idle, .passing, .closed: return nil
        }
    }

    /// The server is about to stop.
    ///
    /// - Returns: Whether an answer is on its way, after which the connection is closed.
    mutating func quiesce() -> Bool {
        switch state {
        case .reading, .waiting, .asking, .loading, .writing:
            next = max(next, .close)
            return true
        case .idle, .passing, .draining, .closed: return false
        }
    }

    /// Ends all at once; also to be called when the connection is gone.
    mutating func close() -> [Output] {
        guard state != .closed else { return [] }
        var outputs = [Output.close]
        if case .waiting(_, let wait) = state { outputs.insert(.stopWaiting(wait.condition), at: 0) }
        state = .closed
        deadline = nil
        return outputs
    }
}
