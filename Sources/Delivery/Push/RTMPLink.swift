import Broadcast
import FFmpegKit
import Foundation
import Ingest
import NIOCore
import NIOPosix
import NIOSSL

/// A connection to a server of RTMP or RTMPS, on an event loop of its own.
final class RTMPLink: PushLink {
    private let target: PushTarget
    private let host: String
    private let lookup: NameLookup
    /// `nil` for RTMP.
    private let trust: PushTrust?
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// - Parameter trust: For RTMPS.
    init(_ target: PushTarget, host: String, lookup: NameLookup, trust: PushTrust?) {
        (self.target, self.host, self.lookup, self.trust) = (target, host, lookup, trust)
    }

    func close() async { try? await group.shutdownGracefully() }

    func send(
        _ feed: PushFeed, from queue: PacketQueue, until ending: Interrupt, news: PushNews
    ) async throws(PushFailure) {
        let address = try await lookup.address(within: PushPatience.lookup)
        let loop = group.next()
        let outcome = loop.makePromise(of: Void.self)
        let (channel, handler): (any Channel, NIOLoopBound<RTMPPushHandler>)
        do {
            (channel, handler) = try await connect(to: address, feed, queue, news, outcome)
        } catch {
            outcome.succeed()
            throw Self.failure(error)
        }
        do {
            try await withTaskCancellationHandler {
                try await ending.withHandler {
                    loop.execute { handler.value.finish(sendsRest: true) }
                } operation: {
                    try await outcome.futureResult.get()
                }
            } onCancel: {
                loop.execute { handler.value.finish(sendsRest: false) }
            }
        } catch {
            queue.close()
            try? await channel.close()
            throw Self.failure(error)
        }
        queue.close()
        try? await channel.close()
    }

    private func connect(
        to address: SocketAddress, _ feed: PushFeed, _ queue: PacketQueue, _ news: PushNews,
        _ outcome: EventLoopPromise<Void>
    ) async throws -> (any Channel, NIOLoopBound<RTMPPushHandler>) {
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(PushPatience.connect))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            // What the system has taken can't be dropped any more.
            .channelOption(ChannelOptions.Types.SocketOption(level: .tcp, name: .unsentLowWater), value: 65_536)
            .channelOption(.writeBufferWaterMark, value: .init(low: 32_768, high: 65_536))
        let session = PushSession(target, random: Self.random())
        let tls = try trust?.context()
        return try await bootstrap.connect(to: address) { [host] channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = RTMPPushHandler(
                    session, feed: feed, queue: queue, news: news, host: host, outcome: outcome)
                if let tls { try channel.pipeline.syncOperations.addHandler(PushTrust.makeHandler(tls, host: host)) }
                try channel.pipeline.syncOperations.addHandler(handler)
                return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
            }
        }
    }

    private static func failure(_ error: any Error) -> PushFailure {
        switch error {
        case let failure as PushFailure: failure
        case is CancellationError: PushFailure(.away, "it was stopped")
        case ChannelError.connectTimeout:
            PushFailure(.away, "it can't be reached within \(PushPatience.connect.components.seconds) s")
        case let error as IOError:
            PushFailure(.away, "it can't be reached: \(String(cString: strerror(error.errnoCode)))")
        default: PushFailure(.away, "it can't be reached: \(error)")
        }
    }

    private static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<PushSession.randomCount / 8).flatMap { _ in
            withUnsafeBytes(of: generator.next() as UInt64) { Array($0) }
        }
    }
}

extension NIOBSDSocket.Option {
    /// How much may wait in the socket beyond what is on its way: TCP_NOTSENT_LOWAT of linux/tcp.h, which Glibc's module lacks.
    fileprivate static let unsentLowWater = NIOBSDSocket.Option(rawValue: 25)
}
