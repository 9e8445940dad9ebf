import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL

/// A client of HTTP/2 that writes down the frames of its first stream, until that is reset.
final class FrameRecorder: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let done: EventLoopPromise<[String]>
    private var frames: [String] = []

    private init(_ done: EventLoopPromise<[String]>) { self.done = done }

    /// Posts the beginning of a body that never ends, and returns what comes.
    static func post(_ path: String, partOfBody body: ByteBuffer, to port: Int) async throws -> [String] {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: configuration)
        let group = MultiThreadedEventLoopGroup.singleton
        let done = group.next().makePromise(of: [String].self)
        let channel = try await ClientBootstrap(group: group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers([
                    try NIOSSLClientHandler(context: context, serverHostname: nil), NIOHTTP2Handler(mode: .client),
                    FrameRecorder(done),
                ])
            }
        }.connect(host: "127.0.0.1", port: port).get()
        let head: HPACKHeaders = [
            ":method": "POST", ":scheme": "https", ":authority": "localhost", ":path": path,
            "content-type": "application/x-ndjson",
        ]
        channel.write(HTTP2Frame(streamID: 1, payload: .headers(.init(headers: head))), promise: nil)
        channel.writeAndFlush(HTTP2Frame(streamID: 1, payload: .data(.init(data: .byteBuffer(body)))), promise: nil)
        let frames = try await done.futureResult.get()
        channel.close(promise: nil)
        return frames
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard frame.streamID == 1 else { return }
        switch frame.payload {
        case .headers(let content): frames.append("HEADERS \(content.headers.first(name: ":status") ?? "")")
        case .data(let content): frames.append(content.endStream ? "DATA, the last" : "DATA")
        case .rstStream(let code):
            frames.append("RST_STREAM \(code == .noError ? "NO_ERROR" : "\(code)")")
            done.succeed(frames)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) { done.succeed(frames + ["closed"]) }
}

@available(*, unavailable)
extension FrameRecorder: Sendable {}
