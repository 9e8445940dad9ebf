import Broadcast
import Ingest
import Logging
import Origin
import Service

/// The listeners of a broadcast: for viewers, for whoever controls it, and for publishers.
struct LiveServers: Sendable {
    /// `nil` where viewers read the disk.
    let viewers: OriginServer?
    /// What the page's visitors send; `nil` where they may not.
    private let audience: OpenAudience?
    /// What goes on for them.
    private let visitors: [Task<Void, Never>]
    /// `nil` where the source isn't a publisher.
    let ingest: PublishServer?
    /// `nil` where the viewers' listener has the control API too, or nobody has it.
    private let own: OriginServer?
    /// Where the control API is, without the path of a route; `nil` for nowhere.
    let controlURL: String?

    /// Starts them all, or none.
    ///
    /// - Parameter isStopping: Whether the programme is asked to end, or has ended.
    /// - Throws: ``JobError`` for an address that can't be had.
    static func start(
        _ job: BroadcastJob, viewers: OriginServer.Configuration?, origin: Origin?, control: ControlOption,
        programme: BroadcastJobControl, isStopping: @escaping @Sendable () -> Bool, logger: Logger
    ) async throws -> LiveServers {
        let routes = ControlRoutes(
            programme, access: control.access, audience: viewers?.audience,
            publicAddress: control.isShared ? viewers?.publicAddress : nil)
        // Whichever of them is asked, it tells of both.
        let metrics = ProgrammeMetrics(status: job.status)
        var (server, own): (OriginServer?, OriginServer?)
        do {
            if let viewers, let origin {
                server = try await OriginServer.start(
                    viewers, origin: origin, metrics: metrics, control: control.isShared ? routes : nil,
                    readiness: Readiness(isStopping: isStopping), logger: logger)
            }
            if let configuration = control.configuration {
                own = try await OriginServer.start(
                    configuration, origin: origin ?? Origin(), metrics: metrics, control: routes,
                    readiness: Readiness(
                        isReady: { origin?.isReady ?? (programme.status.segments > 0) }, isStopping: isStopping),
                    logger: logger)
            }
            let ingest = try await job.listen()
            let visitors = [
                viewers?.audience.map { audience in Task { await audience.run() } },
                viewers?.products.map { products in Task { await products.follow(programme) } },
            ].compactMap(\.self)
            return LiveServers(
                viewers: server, audience: viewers?.audience, visitors: visitors, ingest: ingest, own: own,
                controlURL: own?.url ?? (control.isShared ? server?.url : nil))
        } catch {
            await server?.close()
            await own?.close()
            throw error
        }
    }

    /// All of them, to be ended the last one first: viewers have had their time, and whoever controls the programme sees its end.
    ///
    /// - Parameter hasShow: Whether there is something that viewers may still fetch; they then have a while for it.
    func services(hasShow: @escaping @Sendable () -> Bool) -> [StartedService] {
        var services: [StartedService] = []
        if let own { services.append(StartedService { await own.close(patience: .seconds(1)) }) }
        if let viewers {
            services.append(
                StartedService {
                    if hasShow() { await viewers.waitForViewers() }
                    await viewers.close(patience: .seconds(1))
                    audience?.finish()
                    for task in visitors { task.cancel() }
                })
        }
        if let ingest { services.append(StartedService { await ingest.close() }) }
        return services
    }
}
