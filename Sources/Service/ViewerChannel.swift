import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOSSL
import Origin

/// Sets up connections: what bounds them, TLS, HTTP/1.1 or HTTP/2, then what answers viewers. Hummingbird stands behind that, for all that
/// it hands on.
///
/// Hummingbird lets a server bring its own connections (`ServerChildChannel`): so every handler and its place are said here, and nothing is
/// looked for in a pipeline that others made.
struct ViewerChannel: HTTPChannelHandler {
    enum Value: ServerChildChannelValue {
        case plain(HTTP1Channel.Value)
        case secure(
            any Channel, EventLoopFuture<NIONegotiatedHTTPVersion<HTTP1Channel.Value, HTTP2Channel.Value>>)

        var channel: any Channel {
            switch self {
            case .plain(let connection): connection.channel
            case .secure(let channel, _): channel
            }
        }
    }

    let responder: Responder
    private let loops: ViewerLoops
    private let tls: NIOSSLContext?
    private let headerByteCount: Int
    private let isPreview: Bool
    private let http2: HTTP2Channel

    /// - Parameters:
    ///   - tls: `nil` for connections without it, which speak HTTP/1.1 alone.
    ///   - isPreview: Whether only this machine's browsers are let in, see ``PreviewGate``.
    init(
        _ loops: ViewerLoops, tls: NIOSSLContext?, limits: ViewerLimits, isPreview: Bool,
        responder: @escaping Responder
    ) {
        (self.responder, self.loops, self.tls, self.isPreview) = (responder, loops, tls, isPreview)
        headerByteCount = limits.headerByteCount
        http2 = HTTP2Channel(
            responder: responder,
            configuration: .init(
                idleTimeout: limits.idleTimeout, gracefulCloseTimeout: .seconds(1),
                streamConfiguration: .init(
                    additionalChannelHandlers: [ViewerHandler(loops: loops, connection: nil)])))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = ConnectionGuard(loops: loops)
        do {
            try channel.pipeline.syncOperations.addHandler(connection)
            guard let tls else {
                let value = try setUpHTTP1(channel, behind: connection, logger)
                return channel.eventLoop.makeSucceededFuture(.plain(value))
            }
            try channel.pipeline.syncOperations.addHandlers(
                NIOSSLServerHandler(context: tls), HandshakeTimeout(connection))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        let bound = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        return channel.configureHTTP2AsyncSecureUpgrade { channel in
            channel.eventLoop.makeCompletedFuture { try setUpHTTP1(channel, behind: bound.value, logger) }
        } http2ConnectionInitializer: { channel in
            http2.setup(channel: channel, logger: logger)
        }.map { .secure(channel, $0) }
    }

    private func setUpHTTP1(_ channel: any Channel, behind connection: ConnectionGuard, _ logger: Logger) throws
        -> HTTP1Channel.Value
    {
        let pipeline = channel.pipeline.syncOperations
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = headerByteCount
        limits.maxHeaderListSize = headerByteCount
        limits.maxHeaderFieldCount = 100
        // Requests that come before their turn wait in the viewers' handler, which answers what isn't HTTP, too. What is answered is made
        // of values that are checked already.
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withErrorHandling: false, withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: limits)
        try pipeline.addHandlers(HTTP10Adapter(), HTTP1ToHTTPServerCodec(secure: false))
        if isPreview { try pipeline.addHandler(PreviewGate(connection)) }
        try pipeline.addHandlers(
            ViewerHandler(loops: loops, connection: connection), HTTPConnectionStateHandler(logger: logger))
        return try NIOAsyncChannel(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    func handle(value: Value, logger: Logger) async {
        switch value {
        case .plain(let connection): await handleHTTP(asyncChannel: connection, logger: logger)
        case .secure(_, let negotiated):
            // Without a handshake there is nothing to handle.
            switch try? await negotiated.get() {
            case .http1_1(let connection): await handleHTTP(asyncChannel: connection, logger: logger)
            case .http2(let connection): await http2.handle(value: connection, logger: logger)
            case nil: break
            }
        }
    }
}
