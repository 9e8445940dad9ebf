package import NIOCore
import NIOTLS
import Synchronization

/// Stands first on each connection: bounds what a stranger may send before there is a request and after the last answer, and
/// how long it may take.
///
/// The parser bounds a request's fields, but not its first line; and nothing bounds a TLS handshake.
package final class ConnectionGuard: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    /// Answers the requests of a connection without HTTP/2.
    weak var viewer: ViewerHandler?

    private let loops: ViewerLoops
    private var loop: ViewerLoop?
    private var context: ChannelHandlerContext?
    /// After the last answer.
    private var lingering: LingeringClose?
    private var handshakeTimeout: Scheduled<Void>?
    /// Since the last request was read.
    private var byteCount = 0
    private(set) var hasFirstLine = false

    package init(loops: ViewerLoops) { self.loops = loops }

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        loop = loops[context.eventLoop]
        loop?.statistics.noteConnection()
    }

    package func handlerRemoved(context: ChannelHandlerContext) { end() }

    package func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if lingering != nil { return drop(bytes.readableBytes) }
        if viewer?.discardsAll ?? false { return }
        guard let viewer, viewer.expectsHead, let loop else { return context.fireChannelRead(data) }
        byteCount += bytes.readableBytes
        // A connection with TLS is counted too, by what it takes in secret.
        hasFirstLine = hasFirstLine || bytes.readableBytesView.contains(UInt8(ascii: "\n"))
        // What comes at once may be a small head and a large body: only after the parser has seen it is it known.
        context.fireChannelRead(data)
        guard byteCount > 2 * loop.limits.headerByteCount, viewer.expectsHead else { return }
        viewer.refuseHead(isFirstLine: !hasFirstLine)
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        // Whoever reads requests may have stopped doing so.
        if lingering != nil { context.read() }
        context.fireChannelReadComplete()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if lingering != nil, case ChannelEvent.inputClosed = event { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: - After the last answer

    /// Reads on, and drops what comes before TLS or the parser sees it, until the peer closes the connection or has had its time.
    ///
    /// Our own side is closed by whoever wrote the answer.
    package func linger() {
        guard let context, let loop, lingering == nil else { return }
        let linger = LingeringClose(loop.limits.linger, at: .now)
        lingering = linger
        closeUnlessRead(by: linger.deadline, context.eventLoop)
        context.read()
    }

    private func drop(_ byteCount: Int) {
        // Not through TLS, which would wait for a goodbye that isn't read any more.
        guard lingering?.drop(byteCount, at: .now) == false else { return }
        context?.close(promise: nil)
    }

    private func closeUnlessRead(by deadline: ContinuousClock.Instant, _ eventLoop: any EventLoop) {
        eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(deadline - .now)) {
            guard let lingering = self.lingering, let context = self.context else { return }
            guard lingering.deadline > deadline else { return context.close(promise: nil) }
            self.closeUnlessRead(by: lingering.deadline, eventLoop)
        }
    }

    // MARK: - Heads and handshakes

    /// A request's head has been read.
    func forgetHead() { (byteCount, hasFirstLine) = (0, false) }

    /// Closes the connection unless its handshake is done in time.
    fileprivate func awaitHandshake(_ channel: any Channel) {
        guard let loop else { return }
        handshakeTimeout = channel.eventLoop.scheduleTask(in: TimeAmount(loop.limits.headTimeout)) {
            channel.close(promise: nil)
        }
    }

    fileprivate func noteHandshake() {
        handshakeTimeout?.cancel()
        handshakeTimeout = nil
    }

    private func end() {
        noteHandshake()
        loop?.statistics.noteEndOfConnection()
        loop = nil
        context = nil
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

/// Stands behind TLS, and closes the connection unless its handshake is done in time.
package final class HandshakeTimeout: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    private let connection: ConnectionGuard

    package init(_ connection: ConnectionGuard) { self.connection = connection }

    package func handlerAdded(context: ChannelHandlerContext) { connection.awaitHandshake(context.channel) }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { connection.noteHandshake() }
        context.fireUserInboundEventTriggered(event)
    }
}

@available(*, unavailable)
extension HandshakeTimeout: Sendable {}
