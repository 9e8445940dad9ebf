import Access
import Foundation
public import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Takes a publisher's RTMP or RTMPS, and hands on its coded media with integer timestamps.
///
/// The broadcast starts one server, and one thread of its own takes the events:
///
///     let server = try await PublishServer.start(
///         .init(endpoints: [.init(host: "0.0.0.0", port: 1935)], keys: [StreamKey(secret: secret)]), logger: logger)
///     print(server.endpoints[0].url(application: "live"))   // the real port, if 0 was asked for
///
///     // On the reader's thread:
///     while let event = server.eventQueue.next() {
///         switch event {
///         case .published(let publication): …    // a new source: forget the old decoders and timestamps
///         case .videoConfiguration(let configuration): …  // open a decoder with `record` as extradata
///         case .video(let unit): …               // a packet: milliseconds, `unit.bytes` as they are
///         case .ended(let reason): …             // freeze, then the slate; the server goes on listening
///         …
///         }
///     }
///
///     await server.close()                       // `next()` returns nil after what was left
///
/// - For each publisher comes one `published`, then its media, then one `ended`; the next publisher's follow it, also when it
///   took over. A configuration comes before the first unit that needs it, and again whenever it changes.
/// - ``IngestEventQueue/next(while:)`` blocks. Nothing else here does: sockets stay on an event loop that never waits for the consumer. If
///   the consumer is late by more than ``IngestLimits/queueBytes``, the publisher isn't read until half of it is taken; its
///   silence doesn't count meanwhile.
/// - Timestamps are the publisher's: they start anywhere, jump, and go back. They don't wrap.
/// - Stream keys are kept as digests, compared in constant time, and never logged.
public final class PublishServer: Sendable {
    /// Where the server listens, with the real ports.
    public let endpoints: [Endpoint]

    private let registry: PublisherRegistry
    private let group: MultiThreadedEventLoopGroup
    private let channels: [any Channel]

    private init(
        endpoints: [Endpoint], registry: PublisherRegistry, group: MultiThreadedEventLoopGroup, channels: [any Channel]
    ) {
        (self.endpoints, self.registry, self.group, self.channels) = (endpoints, registry, group, channels)
    }

    /// What publishers send.
    public var eventQueue: IngestEventQueue { registry.eventQueue }

    /// What happened so far. Any thread.
    public var counters: IngestCounters { registry.counters }
}

extension PublishServer {
    /// Listens on all endpoints.
    ///
    /// - Throws: ``PublishServerError``.
    public static func start(_ configuration: Configuration, logger: Logger) async throws -> PublishServer {
        let registry = PublisherRegistry(configuration: configuration, logger: logger)
        // One thread carries the one publisher and the few that knock.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var channels: [any Channel] = []
        var bound: [Endpoint] = []
        do {
            for endpoint in configuration.endpoints {
                let tls = try endpoint.tls.map { try makeTLS($0) }
                let channel = try await listen(endpoint, registry: registry, tls: tls, group: group)
                channels.append(channel)
                var endpoint = endpoint
                endpoint.port = channel.localAddress?.port ?? endpoint.port
                bound.append(endpoint)
            }
        } catch {
            for channel in channels { try? await channel.close() }
            try? await group.shutdownGracefully()
            throw error
        }
        return PublishServer(endpoints: bound, registry: registry, group: group, channels: channels)
    }

    /// Stops listening, tells the publisher, ends its publication, and closes the queue of events once that is in it.
    /// Call it once.
    public func close() async {
        for channel in channels { try? await channel.close() }
        registry.close()
        // Connections close by themselves once their last answer is out, or with the group.
        await registry.waitUntilEmpty(patience: .milliseconds(500))
        try? await group.shutdownGracefully()
        registry.eventQueue.close()
    }

    private static func listen(
        _ endpoint: Endpoint, registry: PublisherRegistry, tls: NIOSSLContext?, group: MultiThreadedEventLoopGroup
    ) async throws -> any Channel {
        do {
            return try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 128)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                        try channel.pipeline.syncOperations.addHandler(
                            ConnectionHandler(
                                registry: registry, peer: PeerAddress(channel.remoteAddress), isSecure: tls != nil))
                    }
                }
                .bind(host: endpoint.host, port: endpoint.port).get()
        } catch {
            let text = (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
            throw PublishServerError(
                code: .cannotListen,
                message: "Can't listen on \(endpoint.host), port \(endpoint.port): \(text). "
                    + "Is another program using the port, or is the address not this machine's?",
                cause: error)
        }
    }

    private static func makeTLS(_ files: TLSFiles) throws -> NIOSSLContext {
        let configuration: TLSConfiguration
        do throws(TLSFiles.Fault) {
            configuration = try files.serverConfiguration()
        } catch {
            throw PublishServerError(
                code: .badCertificate, message: error.description.capitalisedFirst, cause: error.cause)
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
