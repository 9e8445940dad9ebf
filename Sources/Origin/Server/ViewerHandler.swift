import HTTPTypes
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes
import Synchronization

/// Performs a ``ViewerSession`` on a channel: answers requests for the show where they arrive, on the connection's event loop, and hands
/// all others on.
///
/// A playlist or a part is asked for by every viewer, twice for every part: such a request needs no task, changes no thread
/// and copies no byte of its answer. One who waits is no more than an entry in a table.
package final class ViewerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPRequestPart
    package typealias InboundOut = HTTPRequestPart
    package typealias OutboundIn = HTTPResponsePart
    package typealias OutboundOut = HTTPResponsePart

    /// The bytes of what the origin has for the request that is being answered.
    enum Content {
        case none
        case memory([ByteBuffer])
        /// With the piece that was read last.
        case file(StoredFile, loaded: ByteBuffer)
    }

    let loops: ViewerLoops
    /// Of a connection without HTTP/2; a stream has none of its own.
    let connection: ConnectionGuard?
    var session: ViewerSession
    var loop: ViewerLoop?
    var context: ChannelHandlerContext?
    var content = Content.none
    /// Who asks, and what for, as far as the audience is concerned.
    var visit: AudienceVisit?
    /// Where who asks comes from. Asked once: each request would make a text of it anew.
    private var address: String?
    /// What has come and isn't for now: no more than a read or two, as nothing is read while there is any.
    var parts = CircularBuffer<HTTPRequestPart>()
    private var isTakingParts = false
    /// Counts what was asked of others, so that an answer that comes too late is known.
    var questions = 0

    /// - Parameter connection: Stands first on the same channel; `nil` for a stream of HTTP/2.
    package init(loops: ViewerLoops, connection: ConnectionGuard?) {
        (self.loops, self.connection) = (loops, connection)
        session = ViewerSession(connection == nil ? .stream : .connection, loops.configuration, at: .now)
    }

    var deadline: ContinuousClock.Instant? { session.deadline }

    // MARK: - The channel

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop = loops[context.eventLoop]
        loop?.add(self)
        address = context.channel.remoteAddress?.ipAddress
        session.gate = loop?.gate
        connection?.viewer = self
    }

    package func handlerRemoved(context: ChannelHandlerContext) { end() }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        parts.append(unwrapInboundIn(data))
        takeParts()
    }

    package func read(context: ChannelHandlerContext) {
        // Who sends request upon request without taking the answers isn't read any further.
        if parts.isEmpty { context.read() }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            if !session.quiesce() { context.fireUserInboundEventTriggered(event) }
        case ChannelEvent.inputClosed:
            if let outputs = session.inputClosed() {
                perform(outputs)
            } else {
                context.fireUserInboundEventTriggered(event)
            }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? HTTPParserError {
        case .headerOverflow? where session.expectsHead: refuseHead(isFirstLine: !(connection?.hasFirstLine ?? true))
        case .some: perform(session.refuseNonsense(at: .now))
        // Of the connection.
        case nil: perform(session.close())
        }
    }

    package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard session.isPassing else { return context.write(data, promise: promise) }
        switch unwrapOutboundIn(data) {
        case .head(let given):
            let head = session.handBack(given)
            if head.status.code >= 400 { loop?.statistics.refusals.add(1, ordering: .relaxed) }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes):
            loop?.statistics.bytes.add(bytes.readableBytes, ordering: .relaxed)
            context.write(data, promise: promise)
        case .end:
            session.handBackEnd(at: .now)
            context.writeAndFlush(data, promise: reported(context, promise))
        }
    }

    package func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?)
    {
        guard event is BodyIsWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        promise?.succeed()
        perform(session.bodyIsWanted())
    }

    // MARK: - What the connection's guard asks

    /// Whether what comes is of no use any more.
    var discardsAll: Bool { session.discardsAll }

    /// Whether the next bytes belong to a request's head.
    var expectsHead: Bool { session.expectsHead }

    /// A request's head is endless.
    func refuseHead(isFirstLine: Bool) { perform(session.refuseHead(isFirstLine: isFirstLine, at: .now)) }

    // MARK: - What the loop tells

    /// What was waited for is so.
    func answerAgain() { perform(session.changed(at: .now)) }

    func timeOut() { perform(session.timeOut(at: .now)) }

    /// A long playlist has been written.
    func answer(_ playlist: CachedPlaylist, _ text: CachedPlaylist.Text, to question: Int) {
        guard question == questions else { return }
        content = .memory([text.bytes])
        let facts = PlaylistFacts(
            kind: playlist.kind, tag: playlist.tag, byteCount: text.bytes.readableBytes, isCompressed: text.isCompressed
        )
        perform(session.answer(.playlist(facts), at: .now))
    }
}

/// Says, down a channel, that the body of the request that came last is about to be read.
package struct BodyIsWanted: Sendable {
    package init() {}
}

@available(*, unavailable)
extension ViewerHandler: Sendable {}

// MARK: - Requests

extension ViewerHandler {
    /// Hands the session what has come, as far as it goes on.
    ///
    /// - Returns: Whether anything was handed on.
    @discardableResult
    private func takeParts() -> Bool {
        // An answer may be written at once, amid this: then its next request isn't a call deeper, but a turn more.
        guard !isTakingParts else { return false }
        isTakingParts = true
        defer { isTakingParts = false }
        var isOnePassed = false
        while session.takesParts, let part = parts.popFirst() {
            if let loop { session.hasRoom = loop.hasRoom }
            let outputs =
                switch part {
                case .head(let head): receive(head)
                case .body(let bytes): session.receive(.body(byteCount: bytes.readableBytes), at: .now)
                case .end: session.receive(.end, at: .now)
                }
            for output in outputs {
                switch output {
                case .passHead(let head): context?.fireChannelRead(wrapInboundOut(.head(head)))
                case .pass: context?.fireChannelRead(wrapInboundOut(part))
                default:
                    perform(output)
                    continue
                }
                isOnePassed = true
            }
        }
        return isOnePassed
    }

    private func receive(_ head: HTTPRequest) -> [ViewerSession.Output] {
        visit = AudienceVisit(head, from: address)
        return session.receive(.head(head), at: .now)
    }

    /// Goes on with what came behind a request that has been answered.
    func goOn() {
        // What a handler hands on outside of a read must be followed by a read's end, or nobody looks at it (NIOAsyncChannel).
        if takeParts() { context?.fireChannelReadComplete() }
        if parts.isEmpty { context?.read() }
    }
}
