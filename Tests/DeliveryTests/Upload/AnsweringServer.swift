import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// An HTTP server of this machine that answers as it is told to.
final class AnsweringServer: Sendable {
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: [UInt8]
    }

    struct Answer: Sendable {
        var status: HTTPResponseStatus = .ok
        var headers: HTTPHeaders = [:]
        var body: [UInt8] = []
        /// Whether more is announced than comes.
        var isEndless = false
    }

    /// Written before anybody connects, and only read since.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let server: AnsweringServer
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(_ server: AnsweringServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part): body += part.readableBytesView
            case .end:
                guard let head else { return }
                let answer = server.answer(to: Request(head: head, body: body))
                var headers = answer.headers
                headers.add(name: "content-length", value: "\(answer.body.count + (answer.isEndless ? 1 : 0))")
                let response = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
                context.write(wrapOutboundOut(.head(response)), promise: nil)
                context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
                if answer.isEndless {
                    context.flush()
                } else {
                    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                }
            }
        }
    }

    private let script: @Sendable (_ request: Request, _ number: Int) -> Answer
    private let log = Mutex<[Request]>([])
    private let channel = Mutex<(any Channel)?>(nil)

    /// - Parameter script: Given how many requests there were before.
    init(_ script: @escaping @Sendable (_ request: Request, _ number: Int) -> Answer) async throws {
        self.script = script
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.channel.withLock { $0 = channel }
    }

    var url: String { "http://127.0.0.1:\(channel.withLock { $0?.localAddress?.port ?? 0 })" }
    var requests: [Request] { log.withLock { $0 } }

    /// Nobody gets in any more once this returns.
    func close() async { try? await channel.withLock { $0 }?.close() }

    private func answer(to request: Request) -> Answer {
        let number = log.withLock { log in
            log.append(request)
            return log.count - 1
        }
        return script(request, number)
    }
}
