public import Access
import Broadcast
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOHTTP2
import NIOPosix
import NIOSSL
public import Origin
import ServiceLifecycle
import Synchronization

/// Serves a show to viewers over HTTP.
public final class OriginServer: Sendable {
    package typealias Limits = ViewerLimits

    public struct Configuration: Sendable {
        public var host: String
        /// 0 for any that is free.
        public var port: Int
        /// With it, the show is served over HTTPS, with HTTP/2 for whoever speaks it.
        public var tls: TLSFiles?
        package var limits = Limits()
        /// Whether viewers find the show here too, and not only whoever controls it.
        public var servesShow = true
        /// Where viewers reach it, if not by what it knows of itself.
        public var publicAddress: PublicAddress?

        /// Lets viewers in; `nil` for a show for everybody.
        public var admission: ViewerAdmission?
        /// What people see who open the address in a browser.
        public var page = PageContent()
        /// What has been on sale so far; `nil` where nobody knows.
        public var products: ProductShelf?
        /// What the page's visitors send; `nil` where they may not.
        public var audience: OpenAudience?

        public init(host: String, port: Int, tls: TLSFiles? = nil) {
            (self.host, self.port, self.tls) = (host, port, tls)
        }

        fileprivate var viewers: ViewerConfiguration {
            var viewers = ViewerConfiguration()
            (viewers.limits, viewers.servesShow) = (limits, servesShow)
            if let publicAddress { viewers.prefix = PathPrefix(publicAddress.prefix) }
            return viewers
        }
    }

    /// Where it listens, with the real port, e.g. `http://127.0.0.1:8080`.
    public let url: String
    /// Where players find the show: by the public address, if there is one.
    public let playURL: String

    let statistics: ViewerStatistics
    let origin: Origin
    private let listener: Listener

    /// What answers, until it is closed.
    private struct Listener {
        let group: MultiThreadedEventLoopGroup
        let services: ServiceGroup
        let running: Task<Void, any Error>
        let loops: ViewerLoops
    }

    private init(url: String, playURL: String, statistics: ViewerStatistics, origin: Origin, listener: Listener) {
        (self.url, self.playURL, self.statistics) = (url, playURL, statistics)
        (self.origin, self.listener) = (origin, listener)
    }
}

extension OriginServer {
    /// Listens, and answers from then on.
    ///
    /// - Parameters:
    ///   - metrics: What `/metrics` shows, of this listener and of others; `nil` for this one alone.
    ///   - control: What else is answered: the control API.
    ///   - preview: A designer's page; with one, the server answers its pages alone.
    ///   - readiness: What `/readyz` says.
    /// - Throws: ``JobError`` if the address can't be had, or the certificate can't be used.
    public static func start(
        _ configuration: Configuration, origin: Origin, metrics: ProgrammeMetrics? = nil, control: ControlRoutes? = nil,
        preview: PreviewSite? = nil, readiness: Readiness = Readiness(), logger: Logger
    ) async throws -> OriginServer {
        let tls = try configuration.tls.map { try makeTLS($0) }
        // One thread answers some twenty thousand requests a second; the programme's threads need the others.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount / 2))
        let statistics = ViewerStatistics()
        let metrics = metrics ?? ProgrammeMetrics()
        metrics.add(statistics, of: configuration.servesShow ? "viewers" : "control")
        let loops = ViewerLoops(
            group, origin: origin, configuration: configuration.viewers, statistics: statistics,
            access: configuration.servesShow ? configuration.admission?.sessions : nil)

        var quiet = logger
        quiet.logLevel = max(.warning, logger.logLevel)
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let bound = Mutex(configuration.port)
        let responder = ServiceResponder(
            control: control, preview: preview, admission: configuration.admission,
            visitors: configuration.servesShow && preview == nil ? PageRoutes(configuration) : nil,
            readiness: Readiness(
                isReady: readiness.isReady ?? { origin.isReady }, isStopping: readiness.isStopping),
            metrics: metrics,
            page: { host in
                guard configuration.servesShow else { return nil }
                return PlayerPage(
                    asked: host, of: configuration, own: url(configuration, port: bound.withLock { $0 }),
                    pictures: origin.pictures)
            })
        let application = Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                ViewerChannel(
                    loops, tls: tls, limits: configuration.limits, isPreview: preview != nil, responder: responder)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), backlog: 1_024,
                // A few more than are served, so that those hear why they aren't.
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.limits.connections + 100)),
            onServerRunning: { channel in
                found.yield(channel.localAddress?.port ?? 0)
                found.finish()
            },
            eventLoopGroupProvider: .shared(group), logger: quiet)
        let services = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: quiet))
        let running = Task {
            defer { found.finish() }
            try await services.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            let error: any Error
            do {
                try await running.value
                error = CancellationError()
            } catch let reason {
                error = reason
            }
            await loops.close()
            try? await group.shutdownGracefully()
            throw JobError(
                .unavailable,
                "can't serve on \(configuration.host), port \(configuration.port): \(error). Is another program using the "
                    + "port, or is the address not this machine's?")
        }
        bound.withLock { $0 = port }
        let own = url(configuration, port: port)
        return OriginServer(
            url: own, playURL: configuration.publicAddress?.playURL ?? "\(own)/master.m3u8", statistics: statistics,
            origin: origin, listener: Listener(group: group, services: services, running: running, loops: loops))
    }

    /// After a show's end: lets viewers fetch what is left of it, for three target durations at most. By then all have asked
    /// for a playlist again, and found its end.
    ///
    /// Who has a new connection for each request reloads every target duration, or half as late again: where anyone has asked
    /// for anything, that much is waited for with no connection open.
    public func waitForViewers() async {
        let (now, longest) = (ContinuousClock.now, Duration.seconds(origin.deadline))
        let shortest = statistics.requestCount > 0 ? longest / 2 : .zero
        try? await Task.sleep(until: now + shortest, clock: .continuous)
        await untilFirst(
            { [statistics] in await statistics.waitForLastConnection() },
            { try? await Task.sleep(until: now + longest, clock: .continuous) })
    }

    private static func makeTLS(_ files: TLSFiles) throws(JobError) -> NIOSSLContext {
        do {
            var configuration = try files.serverConfiguration()
            configuration.applicationProtocols = NIOHTTP2SupportedALPNProtocols
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw JobError(.usage, "\(error)")
        }
    }

    /// Where it is reached: of an address that means all of this machine's, one that others can reach.
    private static func url(_ configuration: Configuration, port: Int) -> String {
        var host = configuration.host
        if host == "0.0.0.0" || host == "::" { host = reachableAddress ?? (host == "::" ? "::1" : "127.0.0.1") }
        if host.contains(":") { host = "[\(host)]" }
        return "\(configuration.tls == nil ? "http" : "https")://\(host):\(port)"
    }

    /// The first address of this machine in a network.
    private static var reachableAddress: String? {
        let addresses = ((try? System.enumerateDevices()) ?? []).compactMap(\.address)
        return addresses.lazy.filter { $0.protocol == .inet }.compactMap(\.ipAddress).first { !$0.hasPrefix("127.") }
    }

    /// Stops listening, lets answers that are on their way come to their end, and closes all connections.
    ///
    /// - Parameter patience: How long answers may take.
    public func close(patience: Duration = .seconds(5)) async {
        await listener.services.triggerGracefulShutdown()
        let running = listener.running
        let deadline = Task {
            try await Task.sleep(for: patience)
            running.cancel()
        }
        _ = try? await running.value
        deadline.cancel()
        await listener.loops.close()
        try? await listener.group.shutdownGracefully()
    }
}
