import Broadcast
import HLS
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
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

    enum State {
        /// The next request's head is to come.
        case idle
        /// The rest of a request for the show is to come.
        case reading(ViewerRequest)
        /// What was asked for isn't there yet.
        case waiting(ViewerRequest, WaitCondition)
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

    let files: FileReader
    private let loops: ViewerLoops
    var loop: ViewerLoop?
    var context: ChannelHandlerContext?
    var state = State.idle
    /// What came behind a request that isn't answered yet.
    var queue: [HTTPRequestPart] = []
    var mustClose = false
    /// Whether the peer may still be sending what can't be read.
    var mustDrain = false
    /// Whether this is a stream of HTTP/2, which shares its connection.
    var isStream = false
    var connection: ConnectionGuard?
    private var discardedByteCount = 0
    /// Whether the peer holds a body back until it hears that it's wanted.
    var awaitsContinue = false
    /// When whatever is going on has taken too long.
    var deadline = NIODeadline.distantFuture

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
            try pipeline.addHandler(HTTP10Adapter(), position: .before(codec))
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

    func take(_ part: HTTPRequestPart) {
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

    private func begin(_ given: HTTPRequest) {
        guard let loop, let context else { return }
        var head = given
        if let path = head.path, let rest = loop.publicAddress?.withoutPrefix(path) { head.path = rest }
        connection?.forgetHead()
        loop.statistics.requests.add(1, ordering: .relaxed)
        if head.headerFields[.connection]?.lowercased().contains("close") ?? false { mustClose = true }
        guard isStream || Self.namesOneHost(head) else {
            return refuse(ViewerResponse(.badRequest, "expected one Host field, the name of this server"))
        }
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

    /// RFC 9112, 3.2: a request has a Host field, and not two; the second one is left among the fields.
    ///
    /// Those of HTTP/1.0, which needs none, have got an empty one by now.
    private static func namesOneHost(_ head: HTTPRequest) -> Bool {
        head.authority != nil && !head.headerFields.contains { $0.name.canonicalName == "host" }
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
        case .options: write(.preflight(asked: request.fields), isHead: false)
        default:
            var response = ViewerResponse(.methodNotAllowed, "expected GET, HEAD or OPTIONS")
            response.fields[.allow] = "GET, HEAD, OPTIONS"
            write(response, isHead: false)
        }
    }

    /// Whether the next part of a request is for now, rather than for when the answer has been given.
    var takesParts: Bool {
        switch state {
        case .idle, .reading, .passing(isRead: false): true
        default: false
        }
    }

    func expectHead(isFirst: Bool) {
        guard let loop else { return }
        state = .idle
        deadline = .now() + (isFirst ? loop.limits.headTimeout : loop.limits.idleTimeout)
    }

    // MARK: - The end

    func close() {
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
