public import Broadcast
import Hummingbird
import HummingbirdCore
public import Logging
public import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Serves a show to viewers over HTTP.
public final class OriginServer: Sendable {
    /// What strangers may take of us.
    public struct Limits: Sendable {
        /// At the same time; a viewer takes two.
        public var connections = 10_000
        /// From a connection's start to its first request.
        public var headTimeout = TimeAmount.seconds(10)
        /// Between two requests.
        public var idleTimeout = TimeAmount.seconds(60)
        /// For a request's body.
        public var bodyTimeout = TimeAmount.seconds(30)
        /// In bytes, of all fields of a request.
        public var headerByteCount = 16_384

        public init() {}

        /// 20 s, and what a network of 256 kbit/s takes besides.
        func writeTimeout(byteCount: Int) -> TimeAmount { .seconds(20 + Int64(byteCount / 32_768)) }
    }

    public struct Configuration: Sendable {
        public var host: String
        /// 0 for any that is free.
        public var port: Int
        public var limits = Limits()
        /// Whether viewers find the show here too, and not only whoever controls it.
        public var servesShow = true

        public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
    }

    /// Where it listens, with the real port, e.g. `http://127.0.0.1:8080`.
    public let url: String
    /// Where players find the show.
    public var playURL: String { "\(url)/master.m3u8" }

    private let group: MultiThreadedEventLoopGroup
    private let services: ServiceGroup
    private let running: Task<Void, any Error>
    private let files: FileReader
    private let statistics: ViewerStatistics
    private let patience: @Sendable () -> Int

    private init(
        url: String, group: MultiThreadedEventLoopGroup, services: ServiceGroup, running: Task<Void, any Error>,
        files: FileReader, statistics: ViewerStatistics, patience: @escaping @Sendable () -> Int
    ) {

        self.url = url
        (self.statistics, self.patience) = (statistics, patience)
        (self.group, self.services, self.running, self.files) = (group, services, running, files)
    }
}

extension OriginServer {
    /// Listens, and answers from then on.
    ///
    /// - Parameters:
    ///   - control: What else is answered: the control API.
    ///   - isReady: What `/readyz` says; `nil`: whether the origin lists a segment.
    /// - Throws: ``JobError`` if the address can't be had.
    public static func start(
        _ configuration: Configuration, origin: Origin, control: ControlRoutes? = nil,
        isReady: (@Sendable () -> Bool)? = nil, logger: Logger
    ) async throws -> OriginServer {
        // One thread answers some twenty thousand requests a second; the programme's threads need the others.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount / 2))
        let files = FileReader()
        let statistics = ViewerStatistics()
        let loops = ViewerLoops(group, origin: origin, configuration: configuration, statistics: statistics)

        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var channel = HTTP1Channel.Configuration(
            additionalChannelHandlers: [ViewerHandler(loops: loops, files: files)])
        channel.httpDecoder.maxHeaderFieldSize = configuration.limits.headerByteCount
        channel.httpDecoder.maxHeaderListSize = configuration.limits.headerByteCount
        channel.httpDecoder.maxHeaderFieldCount = 100
        let application = Application(
            responder: ServiceResponder(isReady: isReady ?? { origin.isReady }, control: control),
            server: .http1(configuration: channel),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1_024),
            onServerRunning: { channel in
                port.yield(channel.localAddress?.port ?? 0)
                port.finish()
            },
            eventLoopGroupProvider: .shared(group), logger: quiet)
        let services = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: quiet))
        let running = Task {
            defer { port.finish() }
            try await services.run()
        }
        guard let bound = await ports.first(where: { _ in true }) else {
            let error: any Error
            do {
                try await running.value
                error = CancellationError()
            } catch let reason {
                error = reason
            }
            await files.close()
            try? await group.shutdownGracefully()
            throw JobError(
                .unavailable,
                "can't serve on \(configuration.host), port \(configuration.port): \(error). Is another program using the "
                    + "port, or is the address not this machine's?")
        }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        return OriginServer(
            url: "http://\(host):\(bound)", group: group, services: services,
            running: running, files: files, statistics: statistics, patience: { origin.deadline })
    }

    /// After a show's end: lets viewers fetch what is left of it, for three target durations at most. By then all have asked
    /// for a playlist again, and found its end.
    public func waitForViewers() async {
        let end = ContinuousClock.now + .seconds(patience())
        while statistics.connections.load(ordering: .relaxed) > 0, ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Stops listening, lets answers that are on their way come to their end, and closes all connections.
    public func close() async {
        await services.triggerGracefulShutdown()
        let running = running
        let patience = Task {
            try await Task.sleep(for: .seconds(5))
            running.cancel()
        }
        _ = try? await running.value
        patience.cancel()
        await files.close()
        try? await group.shutdownGracefully()
    }
}
