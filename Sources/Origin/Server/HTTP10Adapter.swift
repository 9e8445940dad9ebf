package import NIOCore
package import NIOHTTP1

/// Stands between the parser and what forgets a request's version.
///
/// Before HTTP/1.1 an answer's end was that of its connection (RFC 9112, 9.3), and whoever speaks it may wait for that; nor does it
/// know interim answers (RFC 9110, 10.1.1). So such a request is handed on as one that wants neither a next one nor those.
package final class HTTP10Adapter: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = HTTPServerRequestPart
    package typealias InboundOut = HTTPServerRequestPart

    package init() {}

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 || head.version == .http0_9 else {
            return context.fireChannelRead(data)
        }
        head.headers.replaceOrAdd(name: "connection", value: "close")
        head.headers.remove(name: "expect")
        // Later versions must name the host (RFC 9112, 3.2).
        if !head.headers.contains(name: "host") { head.headers.add(name: "host", value: "") }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}

@available(*, unavailable)
extension HTTP10Adapter: Sendable {}
