import HLS
import HTTPTypes

/// What happens on one viewer's connection, or on one stream of HTTP/2: parts of requests and the time in, what to do out. It knows no socket,
/// clock, disk, or state of the programme.
///
/// ``Output/ask(_:)`` asks the origin, whose answer comes with ``answer(_:at:)``, at once or later. No bytes are in here: the session says
/// which of them are to be written, and whoever performs it has them. Requests that aren't for the show's files are handed on, to
/// Hummingbird, and what is answered to them is handed back.
struct ViewerSession {
    typealias Instant = ContinuousClock.Instant

    enum Kind: Hashable, Sendable {
        case connection
        /// One of HTTP/2, which shares its connection.
        case stream
    }

    enum Part: Hashable {
        case head(HTTPRequest)
        case body(byteCount: Int)
        case end
    }

    enum Output: Hashable {
        /// A request has begun.
        case begin
        case ask(OriginRequest)
        /// Call ``changed(at:)`` once this is so.
        case wait(WaitCondition)
        case stopWaiting(WaitCondition)
        /// Read these bytes of the file, and call ``loaded(at:)`` or ``failedToLoad(at:)``.
        case load(Range<Int>)
        /// Write an answer's head. After the last one the connection is closed.
        case head(HTTPResponse, isLast: Bool)
        case sentence(String)
        /// Write these bytes of what the origin answered: from memory, or what was loaded last.
        case content(Range<Int>)
        /// Write likewise, send all that was written, and call ``written(at:)``.
        case piece(Range<Int>)
        /// The answer is complete: send it, and call ``written(at:)``.
        case end
        /// Hand on the part that was received; its head may have changed.
        case passHead(HTTPRequest)
        case pass
        /// Tell the peer that its body is wanted (RFC 9110, 10.1.1).
        case sayContinue
        /// Ask the peer to stop without an error (RFC 9113, 8.1); the connection goes on.
        case giveUpStream
        /// Close our side, and drop what still comes: to close at once would take the answer back (``LingeringClose``).
        case linger
        case close
    }

    enum State: Hashable {
        /// The next request's head is to come.
        case idle
        /// The rest of a request for the show is to come; so many bytes of a body that it doesn't need have.
        case reading(ViewerRequest, bodyByteCount: Int)
        /// The origin is being asked. A request that has waited has a deadline from then.
        case asking(ViewerRequest, waitsUntil: Instant?)
        /// What was asked for isn't there yet.
        case waiting(ViewerRequest, OriginWait)
        /// A piece of a file is being read, for an answer of which the head is still to be written, or none.
        case loading(HTTPResponse?, piece: Range<Int>, rest: Range<Int>)
        /// The answer is on its way, but for the rest of a file.
        case writing(rest: Range<Int>)
        /// Hummingbird has the request.
        case passing(isRead: Bool, awaitsContinue: Bool)
        /// The last answer is written; what still comes isn't read.
        case draining
        case closed
    }

    /// What follows the answer that is given now, or next.
    enum Next: Comparable {
        case request
        case close
        /// The peer may still be sending what can't be read.
        case drain
    }

    /// Pieces of files, in bytes: each viewer has one in memory.
    static let pieceByteCount = 256 << 10
    /// A request for the show needs no body; more than this isn't read, in bytes.
    private static let bodyLimit = 65_536

    let kind: Kind
    private let configuration: ViewerConfiguration
    var limits: ViewerLimits { configuration.limits }
    var state = State.idle
    var next = Next.request
    /// When whatever is going on has taken too long, and ``timeOut(at:)`` is due; `nil` for never.
    var deadline: Instant?
    /// Whether the server has room for this viewer.
    var hasRoom = true
    /// Who may watch; `nil` where everybody may.
    var gate: (any ViewerGate)?
    /// Why the request that is being read gets nothing; `nil` if it does.
    private var refusal: RequestRefusal?
    /// Whether it only asks if its session is right, as caches do.
    private var isQuestion = false

    init(_ kind: Kind, _ configuration: ViewerConfiguration, at now: Instant) {
        (self.kind, self.configuration) = (kind, configuration)
        deadline = now + configuration.limits.headTimeout
    }
}

// MARK: - Requests

extension ViewerSession {
    /// Whether the next part of a request is for now, rather than for when the answer has been given.
    var takesParts: Bool {
        switch state {
        case .idle, .reading, .passing(isRead: false, _): true
        case .asking, .waiting, .loading, .writing, .passing, .draining, .closed: discardsAll
        }
    }

    /// Whether what comes is of no use any more.
    var discardsAll: Bool { next == .drain || state == .closed }

    /// Whether the next bytes belong to a request's head.
    var expectsHead: Bool { state == .idle }

    /// Takes a part of a request.
    ///
    /// - Precondition: ``takesParts``.
    mutating func receive(_ part: Part, at now: Instant) -> [Output] {
        if discardsAll { return [] }
        switch (state, part) {
        case (.idle, .head(let head)): return begin(head, at: now)
        case (.reading(let request, let count), .body(let byteCount)):
            guard count + byteCount <= Self.bodyLimit else {
                return refuse(
                    ViewerResponse(.contentTooLarge, "expected a request without a body"), to: request.method, at: now)
            }
            state = .reading(request, bodyByteCount: count + byteCount)
            return []
        case (.reading(let request, _), .end): return answer(request, at: now)
        case (.passing(isRead: false, _), .body): return [.pass]
        case (.passing(isRead: false, _), .end):
            state = .passing(isRead: true, awaitsContinue: false)
            // Its answer may take as long as it likes.
            deadline = nil
            return [.pass]
        default: return []
        }
    }

    private mutating func begin(_ given: HTTPRequest, at now: Instant) -> [Output] {
        var head = given
        if let path = head.path, let rest = configuration.prefix.rest(of: path) { head.path = rest }
        if head.headerFields[.connection]?.lowercased().contains("close") ?? false { next = .close }
        guard kind == .stream || Self.namesOneHost(head) else {
            let response = ViewerResponse(.badRequest, "expected one Host field, the name of this server")
            return [.begin] + refuse(response, to: head.method, at: now)
        }
        guard hasRoom else {
            next = .close
            let response = ViewerResponse(.serviceUnavailable, "too many viewers: try again later")
            return [.begin] + respond(response, to: head.method, at: now)
        }
        let isJoining = passGate(&head)
        let request = ViewerRequest(head)
        let isOurs = request.isForShow && !isJoining || refusal != nil || isQuestion
        guard configuration.servesShow, isOurs, request.method != .options else {
            var awaitsContinue = false
            if let expectation = head.headerFields[.expect] {
                guard expectation.lowercased() == "100-continue" else {
                    let response = ViewerResponse(.expectationFailed, "Expect: expected 100-continue")
                    return [.begin] + refuse(response, to: head.method, at: now)
                }
                awaitsContinue = true
            }
            state = .passing(isRead: false, awaitsContinue: awaitsContinue)
            deadline = now + limits.bodyTimeout
            return [.begin, .passHead(head)]
        }
        state = .reading(request, bodyByteCount: 0)
        return [.begin]
    }

    /// Looks at who asks, where not everybody may watch, and takes the session out of the address: what comes after it knows nothing of sessions.
    ///
    /// - Returns: Whether a token is to be looked at.
    private mutating func passGate(_ head: inout HTTPRequest) -> Bool {
        (refusal, isQuestion) = (nil, false)
        guard let gate, configuration.servesShow else { return false }
        switch GatedPath(head.path ?? "/") {
        case .join: return true
        case .inside(let session, let rest):
            refusal = gate.refusal(of: session)
            head.path = rest
            isQuestion = rest == "/allowed"
        case .outside:
            let request = ViewerRequest(head)
            // Others may read an address of an unusual form as the page's.
            let mayBePage =
                request.path.utf8.count <= 1 || !request.path.hasPrefix("/") || request.path.hasPrefix("/page/")
            if request.isForShow || mayBePage { refusal = .noSession }
        }
        return false
    }

    /// RFC 9112, 3.2: a request has a Host field, and not two; the second one is left among the fields.
    ///
    /// Those of HTTP/1.0, which needs none, have got an empty one by now.
    private static func namesOneHost(_ head: HTTPRequest) -> Bool {
        head.authority != nil && !head.headerFields.contains { $0.name.canonicalName == "host" }
    }

    private mutating func answer(_ request: ViewerRequest, at now: Instant) -> [Output] {
        // What the page sends is no file, and may be a POST.
        if let refusal, request.path.hasPrefix("/page/") {
            return respond(ViewerResponse(refusal), to: request.method, at: now)
        }
        guard request.method == .get || request.method == .head else {
            var response = ViewerResponse(.methodNotAllowed, "expected GET, HEAD or OPTIONS")
            response.fields[.allow] = "GET, HEAD, OPTIONS"
            return respond(response, to: request.method, at: now)
        }
        if let refusal { return respond(ViewerResponse(refusal), to: request.method, at: now) }
        if isQuestion {
            return respond(
                ViewerResponse(.noContent, [.cacheControl: "max-age=10"], .none), to: request.method, at: now)
        }
        return ask(request, mayHold: true, waitsUntil: nil, at: now)
    }

    /// - Parameters:
    ///   - mayHold: Whether the answer may be put off for the viewer's own good.
    ///   - waitsUntil: For a request that has waited already.
    mutating func ask(_ request: ViewerRequest, mayHold: Bool, waitsUntil: Instant?, at now: Instant)
        -> [Output]
    {
        state = .asking(request, waitsUntil: waitsUntil)
        deadline = now + limits.preparationTimeout
        let question = OriginRequest(
            path: request.path, query: request.query, heldTag: mayHold ? PlayerQuirks.heldTag(request) : nil,
            // Who holds a playlist already plays, or is a cache: neither is to be told any later.
            mayJoin: waitsUntil == nil && request.method == .get && request.fields[.ifNoneMatch] == nil,
            acceptsGzip: request.isForPlaylist && request.acceptsGzip)
        return [.ask(question)]
    }

    /// A request's head is endless.
    mutating func refuseHead(isFirstLine: Bool, at now: Instant) -> [Output] {
        guard state == .idle, !discardsAll else { return [] }
        let response =
            isFirstLine
            ? ViewerResponse(HTTPResponse.Status(code: 414), "the address is too long")
            : ViewerResponse(HTTPResponse.Status(code: 431), "the request's header fields are too large")
        return refuse(response, at: now)
    }

    /// What comes isn't HTTP.
    mutating func refuseNonsense(at now: Instant) -> [Output] {
        // Amid an answer there is nothing to say any more.
        guard state == .idle else { return close() }
        return discardsAll ? [] : refuse(ViewerResponse(.badRequest, "the request isn't HTTP as it should be"), at: now)
    }
}
