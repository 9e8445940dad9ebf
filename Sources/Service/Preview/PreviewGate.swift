import HTTPTypes
import NIOCore
import NIOHTTPTypes
import Origin

/// Turns requests away that ``PreviewGuard`` refuses, before anyone else sees them.
final class PreviewGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let connection: ConnectionGuard
    private var isClosed = false

    /// - Parameter connection: Stands first on the same channel.
    init(_ connection: ConnectionGuard) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        guard case .head(let head) = unwrapInboundIn(data), let reason = refusal(of: head, context) else {
            return context.fireChannelRead(data)
        }
        // Whatever else it sends isn't read.
        isClosed = true
        let body = ByteBuffer(string: reason + "\n")
        let fields: HTTPFields = [
            .contentType: "text/plain; charset=utf-8", .contentLength: "\(body.readableBytes)", .connection: "close",
            .cacheControl: "no-store",
        ]
        context.write(wrapOutboundOut(.head(HTTPResponse(status: .forbidden, headerFields: fields))), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let connection = NIOLoopBound(connection, eventLoop: context.eventLoop)
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.value.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            // It may have more to send before it reads why.
            connection.value.linger()
            context.value.close(mode: .output, promise: nil)
        }
    }

    private func refusal(of head: HTTPRequest, _ context: ChannelHandlerContext) -> String? {
        PreviewGuard(port: context.channel.localAddress?.port ?? 0).refusal(
            host: head.authority, origin: head.headerFields[.origin], changes: ![.get, .head].contains(head.method))
    }
}

@available(*, unavailable)
extension PreviewGate: Sendable {}
