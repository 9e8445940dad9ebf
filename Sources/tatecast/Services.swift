import Broadcast
import FFmpegKit
import Ingest
import Logging
import ServiceLifecycle

/// A broadcast as a part of its process: it completes its segment when it is asked to end.
struct BroadcastService: ServiceLifecycle.Service {
    private let job: BroadcastJob
    private let ingest: PublishServer?
    private let onReady: @Sendable ([String]) -> Void
    private let onEnd: @Sendable ((any Error)?) -> Void

    /// - Parameters:
    ///   - ingest: Where publishers come in.
    ///   - onReady: Called with where they can come.
    ///   - onEnd: Called when it is over, with what went wrong, before anything else ends.
    init(
        _ job: BroadcastJob, ingest: PublishServer? = nil, onReady: @escaping @Sendable ([String]) -> Void,
        onEnd: @escaping @Sendable ((any Error)?) -> Void = { _ in }
    ) {
        (self.job, self.ingest) = (job, ingest)
        (self.onReady, self.onEnd) = (onReady, onEnd)
    }

    func run() async throws {
        let stop = Interrupt()
        do {
            try await withGracefulShutdownHandler {
                try await job.run(ingest, stop: stop, onReady: onReady)
            } onGracefulShutdown: {
                stop.request()
            }
        } catch {
            onEnd(error)
            throw error
        }
        onEnd(nil)
    }
}

/// Something that has begun already, and ends when its turn comes.
struct StartedService: ServiceLifecycle.Service {
    let end: @Sendable () async -> Void

    func run() async throws {
        // A group that is cancelled doesn't wait for anyone's turn.
        try? await gracefulShutdown()
        await end()
    }
}

extension ServiceGroup {
    /// - Parameters:
    ///   - services: In the order in which they began; they end in the reverse one.
    ///   - main: What all the others are there for: when it ends, they do. It is the first to be asked.
    init(of services: [any ServiceLifecycle.Service], around main: any ServiceLifecycle.Service) {
        let parts =
            services.map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) } + [
                .init(
                    service: main, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ]
        // What happens to a service is said by the service.
        let logger = Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        self.init(configuration: ServiceGroupConfiguration(services: parts, logger: logger))
    }

    /// Runs all services until the main one has ended, or `stop` is requested; returns when all have ended.
    ///
    /// - Throws: What the main service throws.
    func run(until stop: Interrupt) async throws {
        try await stop.withHandler {
            Task { await self.triggerGracefulShutdown() }
        } operation: {
            try await run()
        }
    }
}
