import Broadcast
import HLS
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOHTTPTypesHTTP2
import Synchronization

/// Answers requests for the show where they arrive, on the connection's event loop; hands all others on to Hummingbird.
///
/// A playlist or a part is asked for by every viewer, twice for every part: such a request needs no task, changes no thread
/// and copies no byte of its answer. One who waits is no more than an entry in a table.
final class ViewerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        /// The next request's head is to come.
        case idle
        /// The rest of a request for the show is to come.
        case reading(ViewerRequest)
        /// What was asked for isn't there yet.
        case waiting(ViewerRequest, OriginTicket)
        /// The disk is being read.
        case loading
        /// The answer is on its way.
        case writing
        /// Hummingbird has the request.
        case passing(isRead: Bool)
        /// The last answer is written; what still comes isn't read.
        case draining
        case closed
    }

    private let files: FileReader
    private let loops: ViewerLoops
    private var loop: ViewerLoop?
    private var context: ChannelHandlerContext?
    private var state = State.idle
    /// What came behind a request that isn't answered yet.
    private var queue: [HTTPRequestPart] = []
    private var mustClose = false
    /// Whether the peer may still be sending what can't be read.
    private var mustDrain = false
    /// Whether this is a stream of HTTP/2, which shares its connection.
    private var isStream = false
    private var connection: ConnectionGuard?
    private var discardedByteCount = 0
    /// Whether the peer holds a body back until it hears that it's wanted.
    private var awaitsContinue = false
    /// When whatever is going on has taken too long.
    private(set) var deadline = NIODeadline.distantFuture

    init(loops: ViewerLoops, files: FileReader) {
        (self.loops, self.files) = (loops, files)
    }

    // MARK: - The channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop = loops[context.eventLoop]
        loop?.add(self)
        isStream = context.channel.parent?.parent != nil
        connection = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self)
        connection?.viewer = self
        if !isStream { watchVersions(context) }
        expectHead(isFirst: true)
    }

    private func watchVersions(_ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let codec = try? pipeline.handler(type: HTTP1ToHTTPServerCodec.self) else { return }
        do {
            try pipeline.addHandler(VersionWatch(), position: .before(codec))
        } catch {
            // The channel is gone already.
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { take(unwrapInboundIn(data)) }

    func read(context: ChannelHandlerContext) {
        // Who sends request upon request without taking the answers isn't read any further.
        if queue.isEmpty { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch (event, state) {
        case (is ChannelShouldQuiesceEvent, .reading), (is ChannelShouldQuiesceEvent, .waiting),
            (is ChannelShouldQuiesceEvent, .loading), (is ChannelShouldQuiesceEvent, .writing):
            mustClose = true
        case (ChannelEvent.inputClosed, _) where isStream: context.fireUserInboundEventTriggered(event)
        case (ChannelEvent.inputClosed, .waiting), (ChannelEvent.inputClosed, .reading),
            (ChannelEvent.inputClosed, .draining):
            close()
        case (ChannelEvent.inputClosed, .loading), (ChannelEvent.inputClosed, .writing): mustClose = true
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, case .idle = state else {
            // Of the connection, or amid an answer: there is nothing to say any more.
            return close()
        }
        if case .headerOverflow = error {
            refuseHead(isFirstLine: !(connection?.hasFirstLine ?? true))
        } else {
            refuse(ViewerResponse(.badRequest, "the request isn't HTTP as it should be"))
        }
    }

    /// Whether what comes is of no use any more.
    var discardsAll: Bool { mustDrain }

    /// Whether the next bytes belong to a request's head.
    var expectsHead: Bool { if case .idle = state { true } else { false } }

    /// A request's head is endless.
    func refuseHead(isFirstLine: Bool) {
        refuse(isFirstLine ? ViewerResponse(HTTPResponse.Status(code: 414), "the address is too long") : Self.largeHead)
    }

    /// Answers what can't be read, and reads no more.
    private func refuse(_ response: ViewerResponse) {
        (mustClose, mustDrain) = (true, true)
        write(response, isHead: false)
    }

    private static let largeHead = ViewerResponse(
        HTTPResponse.Status(code: 431), "the request's header fields are too large")

    // MARK: - Requests

    private func take(_ part: HTTPRequestPart) {
        if mustDrain { return }
        switch (state, part) {
        case (.idle, .head(let head)): begin(head)
        case (.reading, .body(let bytes)): discard(bytes)
        case (.reading(let request), .end): answer(request)
        case (.passing(isRead: false), .body): context?.fireChannelRead(wrapInboundOut(part))
        case (.passing(isRead: false), .end):
            state = .passing(isRead: true)
            // Its answer may take as long as it likes.
            deadline = .distantFuture
            context?.fireChannelRead(wrapInboundOut(part))
        case (.closed, _), (.idle, _), (.draining, _): break
        default: queue.append(part)
        }
    }

    private func begin(_ head: HTTPRequest) {
        guard let loop, let context else { return }
        connection?.forgetHead()
        loop.statistics.requests.add(1, ordering: .relaxed)
        if head.headerFields[.connection]?.lowercased().contains("close") ?? false { mustClose = true }
        let request = ViewerRequest(head)
        guard loop.statistics.connections.load(ordering: .relaxed) <= loop.limits.connections else {
            mustClose = true
            return write(ViewerResponse(.serviceUnavailable, "too many viewers: try again later"), isHead: false)
        }
        guard request.isForShow, loop.servesShow else {
            if let expectation = head.headerFields[.expect] {
                guard expectation.lowercased() == "100-continue" else {
                    return refuse(ViewerResponse(.expectationFailed, "Expect: expected 100-continue"))
                }
                awaitsContinue = true
            }
            state = .passing(isRead: false)
            deadline = .now() + loop.limits.bodyTimeout
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        }
        state = .reading(request)
    }

    /// Of a request for the show, which needs no body.
    private func discard(_ bytes: ByteBuffer) {
        discardedByteCount += bytes.readableBytes
        if discardedByteCount > 65_536 { refuse(ViewerResponse(.contentTooLarge, "expected a request without a body")) }
    }

    private func answer(_ request: ViewerRequest) {
        discardedByteCount = 0
        switch request.method {
        case .get, .head: ask(request)
        case .options: write(.preflight(), isHead: false)
        default:
            var response = ViewerResponse(.methodNotAllowed, "expected GET, HEAD or OPTIONS")
            response.fields[.allow] = "GET, HEAD, OPTIONS"
            write(response, isHead: false)
        }
    }

    private func ask(_ request: ViewerRequest, mayHold: Bool = true) {
        guard let loop else { return }
        let isHead = request.method == .head
        let held = mayHold ? request.heldTag : nil
        // Who holds a playlist already plays, or is a cache: neither is to be told any later.
        let hasCome = request.method == .get && request.fields[.ifNoneMatch] == nil
        let isFirst = if case .waiting = state { false } else { hasCome }
        switch loop.origin.answer(path: request.path, query: request.query, held: held, isFirst: isFirst) {
        case .text(let text): write(ViewerResponse(text, for: request), isHead: isHead)
        case .media(let media): write(ViewerResponse(media, for: request), isHead: isHead)
        case .stored(let file): load(file, for: request)
        case .wait(let ticket):
            if case .waiting = state {
            } else {
                deadline = .now() + (loop.limits.waitTimeout ?? TimeAmount(loop.origin.patience(for: ticket)))
            }
            state = .waiting(request, ticket)
            loop.wait(self, for: ticket)
        case .refuse(let refusal): write(ViewerResponse(refusal), isHead: isHead)
        case .unknown: write(ViewerResponse(Origin.notFound), isHead: isHead)
        }
    }

    /// What was waited for may be there.
    func answerAgain() {
        guard case .waiting(let request, _) = state else { return }
        ask(request)
    }

    private func load(_ file: OriginFile, for request: ViewerRequest) {
        guard let context else { return }
        state = .loading
        deadline = .distantFuture
        files.response(file, for: request, on: context.eventLoop).assumeIsolated().whenComplete { result in
            guard case .loading = self.state else { return }
            let response = (try? result.get()) ?? ViewerResponse(Origin.notFound)
            self.write(response, isHead: request.method == .head)
        }
    }

    // MARK: - Answers

    private func write(_ response: ViewerResponse, isHead: Bool) {
        guard let context, let loop else { return }
        state = .writing
        var fields = response.fields
        if response.status != .notModified && response.status != .noContent {
            fields[.contentLength] = String(response.byteCount)
        }
        fields[.date] = loop.date
        if mustClose, !isStream { fields[.connection] = "close" }
        if response.status.code >= 400 { loop.statistics.refusals.add(1, ordering: .relaxed) }
        context.write(
            wrapOutboundOut(.head(HTTPResponse(status: response.status, headerFields: fields))), promise: nil)
        if !isHead {
            loop.statistics.bytes.add(response.byteCount, ordering: .relaxed)
            for piece in response.pieces { context.write(wrapOutboundOut(.body(piece)), promise: nil) }
        }
        deadline = .now() + loop.limits.writeTimeout(byteCount: response.byteCount)
        let done = context.eventLoop.makePromise(of: Void.self)
        done.futureResult.assumeIsolated().whenComplete { result in
            if case .failure = result { self.close() } else { self.finishAnswer() }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: done)
    }

    /// Of an answer of Hummingbird's.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .passing(let isRead) = state else { return context.write(data, promise: promise) }
        awaitsContinue = false
        switch unwrapOutboundIn(data) {
        case .head(var head):
            // Refused before its body was there: the rest of it is of no use.
            if !isRead { (mustClose, mustDrain) = (true, true) }
            if mustClose, !isStream { head.headerFields[.connection] = "close" }
            if head.status.code >= 400 { loop?.statistics.refusals.add(1, ordering: .relaxed) }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes):
            loop?.statistics.bytes.add(bytes.readableBytes, ordering: .relaxed)
            context.write(data, promise: promise)
        case .end:
            guard mustDrain else {
                context.write(data, promise: promise)
                context.flush()
                return finishAnswer()
            }
            state = .writing
            deadline = .now() + (loop?.limits.writeTimeout(byteCount: 0) ?? .zero)
            let done = promise ?? context.eventLoop.makePromise(of: Void.self)
            done.futureResult.assumeIsolated().whenComplete { result in
                if case .failure = result { self.close() } else { self.finishAnswer() }
            }
            context.writeAndFlush(data, promise: done)
        }
    }

    /// Hummingbird's side is about to read a body, which its sender may hold back until then (RFC 9110, 10.1.1).
    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyIsWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        guard awaitsContinue, case .passing(isRead: false) = state else { return }
        awaitsContinue = false
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
    }

    private func finishAnswer() {
        if case .closed = state { return }
        if mustDrain { return drain() }
        if mustClose { return close() }
        expectHead(isFirst: false)
        guard !queue.isEmpty else { return }
        var parts = queue
        queue = []
        while !parts.isEmpty {
            guard takesParts else { break }
            take(parts.removeFirst())
        }
        queue = parts + queue
        // Hummingbird takes what it has been handed when a read is complete, and this isn't one.
        if case .passing = state { context?.fireChannelReadComplete() }
        if queue.isEmpty { context?.read() }
    }

    /// To close now would take the answer back from a peer that is still sending.
    private func drain() {
        state = .draining
        queue = []
        guard isStream else {
            deadline = .distantFuture
            connection?.linger()
            context?.close(mode: .output, promise: nil)
            return
        }
        // Asks the peer to stop without an error (RFC 9113, 8.1); the connection goes on.
        deadline = .now() + .seconds(2)
        context?.triggerUserOutboundEvent(NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
    }

    /// Whether the next part of a request is for now, rather than for when the answer has been given.
    private var takesParts: Bool {
        switch state {
        case .idle, .reading, .passing(isRead: false): true
        default: false
        }
    }

    private func expectHead(isFirst: Bool) {
        guard let loop else { return }
        state = .idle
        deadline = .now() + (isFirst ? loop.limits.headTimeout : loop.limits.idleTimeout)
    }

    // MARK: - The end

    /// Whatever is going on has taken too long.
    func timeOut() {
        guard case .waiting(let request, let ticket) = state, let loop else { return close() }
        loop.stopWaiting(self, for: ticket)
        // Nobody said that a plain reload may be refused.
        switch ticket {
        case .segment, .tuneIn: return ask(request, mayHold: false)
        case .beginning, .part: break
        }
        write(ViewerResponse(loop.origin.refusal(of: ticket)), isHead: request.method == .head)
    }

    private func close() {
        let context = context
        end()
        context?.close(promise: nil)
    }

    private func end() {
        if case .closed = state { return }
        if case .waiting(_, let ticket) = state { loop?.stopWaiting(self, for: ticket) }
        state = .closed
        queue = []
        loop?.remove(self)
        connection = nil
        context = nil
    }
}

/// Says, down a channel, that the body of the request that came last is about to be read.
struct BodyIsWanted: Sendable {}

@available(*, unavailable)
extension ViewerHandler: Sendable {}
