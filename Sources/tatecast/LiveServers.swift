import Broadcast
import Logging
import Origin
import Service

/// The listeners of a broadcast: for viewers, and for whoever controls it.
struct LiveServers: Sendable {
    /// `nil` where viewers read the disk.
    let viewers: OriginServer?
    /// `nil` where the viewers' listener has the control API too, or nobody has it.
    private let own: OriginServer?
    /// Where the control API is, without the path of a route; `nil` for nowhere.
    let controlURL: String?

    /// Starts them all, or none.
    ///
    /// - Parameter isStopping: Whether the programme is asked to end, or has ended.
    /// - Throws: ``JobError`` for an address that can't be had.
    static func start(
        viewers: OriginServer.Configuration?, origin: Origin?, status: LiveStatus, control: ControlOption,
        programme: BroadcastJobControl, isStopping: @escaping @Sendable () -> Bool, logger: Logger
    ) async throws -> LiveServers {
        let routes = ControlRoutes(
            programme, access: control.access, publicAddress: control.isShared ? viewers?.publicAddress : nil)
        // Whichever of them is asked, it tells of both.
        let metrics = ProgrammeMetrics(status: status)
        var server: OriginServer?
        if let viewers, let origin {
            server = try await OriginServer.start(
                viewers, origin: origin, metrics: metrics, control: control.isShared ? routes : nil,
                isStopping: isStopping, logger: logger)
        }
        guard let configuration = control.configuration else {
            return LiveServers(viewers: server, own: nil, controlURL: control.isShared ? server?.url : nil)
        }
        do {
            let own = try await OriginServer.start(
                configuration, origin: origin ?? Origin(), metrics: metrics, control: routes,
                isReady: { origin?.isReady ?? (programme.status.segments > 0) }, isStopping: isStopping,
                logger: logger)
            return LiveServers(viewers: server, own: own, controlURL: own.url)
        } catch {
            await server?.close()
            throw error
        }
    }

    func close() async {
        // Viewers have had their time.
        await viewers?.close(patience: .seconds(1))
        await own?.close(patience: .seconds(1))
    }
}
