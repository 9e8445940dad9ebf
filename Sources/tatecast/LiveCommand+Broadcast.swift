import Broadcast
import Delivery
import FFmpegKit
import Logging
import Origin
import Service
import ServiceLifecycle

/// Broadcasting: what has to be there, one after the other, and then all of it together until the end.
extension LiveCommand {
    func broadcast(_ logger: Logger) async throws {
        let source = try source()
        let options = try options(for: source)
        let origin = serve.map { _ in Origin() }
        let job = try BroadcastJob(source, options: options, origin: origin, logger: logger)
        // Before anything is written.
        let pushes = try pushed.prepare(for: job.outlets)
        let signals = StopSignals.shared
        let claim = OutputClaim()
        defer { claim.giveUp() }
        signals.prepare { ending in
            ending.patience = Self.patience
            ending.announce = { signal in
                let how = signal == nil ? ", as asked over HTTP" : ""
                logger.info("stopping\(how): the segment in progress is being completed")
            }
            ending.givesUpOutputs(of: claim, logger)
        }
        // First of all: whoever comes second writes nothing, and takes no port.
        try await job.claim(claim, stop: signals.stop)
        guard !signals.stop.isRequested else { return }
        let drain = Drain(limit: ending.limit)
        let webhooks = try await told.open(output: folder, drain: drain, logger: logger)
        if let webhooks { job.status.add(webhooks.metrics) }
        let destinations = try pushes.open(job, logger)
        do {
            // Before the show is begun: an address that is taken leaves no trace.
            let servers = try await startServers(job, origin, webhooks, destinations, signals, logger)
            if events == "-" { EventInput(job: job, logger: logger).start() }
            defer { Console.shared.clearStatus() }
            try await run(job, servers, webhooks, destinations, signals, logger)
        } catch {
            await destinations.end()
            _ = await webhooks?.end(logger)
            throw error
        }
        if let left = await webhooks?.end(logger), left > 0 { throw ExitStatus.tryAgain.code }
    }

    /// Longer than the end takes that a broadcast is promised, 2 s: what hangs is left to itself before.
    private static let patience = Duration.seconds(4)
    /// For viewers and connections, after that.
    private static let farewell = Duration.seconds(12)

    private func startServers(
        _ job: BroadcastJob, _ origin: Origin?, _ webhooks: Webhooks?, _ destinations: Destinations,
        _ signals: StopSignals, _ logger: Logger
    ) async throws -> LiveServers {
        var viewers = try serve.map { try ServeAddressOption($0, certificate: tlsCert, key: tlsKey).configuration }
        viewers?.publicAddress = try publicUrl?.address()
        viewers?.admission = try await audience.admission(logger)
        let option = try ControlOption(
            address: control, origin: controlCors, serve: viewers, certificate: tlsCert, key: tlsKey)
        let folder = show.preset.map { FilePath.parent(of: $0) } ?? ""
        let programme = BroadcastJobControl(
            job, presetFolder: folder.isEmpty ? "." : folder, webhooks: webhooks, destinations: destinations,
            readSecret: { try Secret.read($0) }
        ) { signals.request() }
        if let complaint = option.complaint { logger.warning("\(complaint)") }
        return try await LiveServers.start(
            job, viewers: viewers, origin: origin, control: option, programme: programme,
            isStopping: { signals.stop.isRequested || job.status.snapshot.source == .finished }, logger: logger)
    }

    /// Runs all that there is until the broadcast is over. A stop ends it first, and then whoever served it, the last one first.
    private func run(
        _ job: BroadcastJob, _ servers: LiveServers, _ webhooks: Webhooks?, _ destinations: Destinations,
        _ signals: StopSignals, _ logger: Logger
    ) async throws {
        // Without --serve, a file server or a bucket has the folder.
        let play = try servers.viewers?.playURL ?? publicUrl?.address().playURL
        let reporter = LiveReporter(
            job.status, logger: logger, isQuiet: log.quiet, isJSON: json, destinations: destinations)
        let broadcast = BroadcastService(job, ingest: servers.ingest) { publish in
            // From here on an end that doesn't come leaves a show without one, which the same command goes on with.
            signals.prepare { $0.status = { _ in ExitStatus.internalFault.rawValue } }
            let line = ReadyLine(
                output: folder, publish: publish, play: play, control: servers.controlURL,
                destinations: destinations.states, isJSON: json)
            Console.shared.answer(line.text)
        } onEnd: { failure in
            Console.shared.clearStatus()
            if !log.quiet, failure == nil { Console.shared.answer(reporter.summary) }
            let fault = failure.map { ExitStatus.explain($0) }
            let status = fault?.status ?? .finished
            webhooks?.finish(status: Int(status.rawValue), error: fault?.message, time: job.mediaTime)
            let drain = webhooks == nil ? .zero : ending.limit
            signals.prepare { ending in
                // Who hangs is left to itself; a drain is no hanging.
                ending.patience = max(Self.farewell, drain + .seconds(3))
                ending.status = { _ in status.rawValue }
            }
        }
        // Of a programme that never began nothing is left to fetch. One whose disk failed at its end is whole in memory.
        let services = servers.services { job.status.snapshot.ticks > 0 }
        let listeners = webhooks.map { [WebhookService(webhooks: $0, job: job)] } ?? []
        try await ServiceGroup(
            of: [reporter] + listeners + services + [PushService(destinations: destinations)], around: broadcast
        ).run(until: signals.stop)
    }
}
