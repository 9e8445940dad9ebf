import AfterShow
import Broadcast
import Delivery
import FFmpegKit
import Logging
import MediaModel
import Origin
import Service
import ServiceLifecycle
import Show

/// Broadcasting: what has to be there, one after the other, and then all of it together until the end.
extension LiveCommand {
    func broadcast(_ logger: Logger) async throws {
        let source = try source()
        var options = try options(for: source, logger)
        let uploader = try uploading.uploader(of: folder, window: window, logger)
        options.stores = uploader.map { [UploadStore($0)] } ?? []
        let origin = serve.map { _ in Origin() }
        let job = try BroadcastJob(source, options: options, origin: origin, logger: logger)
        if let uploader {
            uploader.listen { job.tell($0) }
            job.status.watch(upload: { uploader.counters })
        }
        // Before anything is written.
        if let clips { try ClipDesk.Clips(folder: clips).check() }
        let pushes = try pushed.prepare(for: job.outlets)
        let signals = StopSignals.shared
        let drain = Drain(limit: ending.limit)
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
        let webhooks = try await told.open(output: folder, drain: drain, logger: logger)
        if let folder, PresentationFiles.isFinished(folder) {
            let rest = FolderDelivery(folder: folder, uploader: uploader, webhooks: webhooks, logger: logger)
            // Who starts this again after a status 75 wants the rest delivered. Otherwise the job says that it can't go on.
            if rest.isOwed {
                logger.info("the broadcast in \(folder) is over: what is left of it is delivered")
                try await uploader?.check(until: signals.stop)
                return try await rest.run(until: signals.stop)
            }
        }
        if let webhooks { job.status.add(webhooks.metrics) }
        let delivery = LiveDelivery(uploader, webhooks, folder: folder, drain: drain, logger: logger)
        let destinations = try pushes.open(job, logger)
        let clips = clipDesk(job, origin, uploader)
        defer { clips?.finish() }
        do {
            // Before anything is written: keys that are wrong are noticed while somebody looks.
            try await uploader?.check(until: signals.stop)
            // Before the show is begun: an address that is taken leaves no trace.
            let servers = try await startServers(job, origin, (webhooks, destinations, clips), signals, logger)
            if events == "-" { EventInput(job: job, logger: logger).start() }
            defer { Console.shared.clearStatus() }
            try await run(job, servers, delivery, destinations, signals, logger)
        } catch {
            await destinations.end()
            // Whatever ended the programme: what there is of it is delivered, and its own end is what counts.
            do {
                try await delivery.finish()
            } catch let left as JobError {
                logger.error("\(left.message)")
            }
            throw error
        }
        try await delivery.finish()
    }

    /// Makes clips; `nil` where there is nothing to cut them from, or nowhere to put them.
    private func clipDesk(_ job: BroadcastJob, _ origin: Origin?, _ uploader: Uploader?) -> ClipDesk? {
        let show: ClipDesk.Show
        if let folder {
            show = .folder(folder)
        } else if let origin, self.clips != nil {
            show = .window { () throws(JobError) in try WindowFiles.open(origin) }
        } else {
            return nil
        }
        let place = clips.map { ClipDesk.Clips(folder: $0) } ?? .init(ofShow: folder ?? ".")
        // Those beside the show go where the show goes.
        let uploader = clips == nil ? uploader : nil
        return ClipDesk(
            show, clips: place, language: { job.status.preset?.locale ?? Preset().locale },
            now: { job.mediaTime ?? .zero }
        ) { change in
            if case .ready(_, let file, _, _) = change {
                for name in [file, ClipCutter.posterPath(file)] { uploader?.addMedia(name) }
            }
            job.tell(.clip(change))
        }
    }

    /// Longer than the end takes that a broadcast is promised, 2 s: what hangs is left to itself before.
    private static let patience = Duration.seconds(4)
    /// For viewers and connections, after that.
    private static let farewell = Duration.seconds(12)

    private func startServers(
        _ job: BroadcastJob, _ origin: Origin?,
        _ parts: (webhooks: Webhooks?, destinations: Destinations, clips: ClipDesk?), _ signals: StopSignals,
        _ logger: Logger
    ) async throws -> LiveServers {
        var viewers = try serve.map { try ServeAddressOption($0, certificate: tlsCert, key: tlsKey).configuration }
        viewers?.publicAddress = try publicUrl?.address()
        viewers?.admission = try await audience.admission(proxies: proxies.blocks(), logger)
        viewers?.page = try page.content()
        let option = try ControlOption(
            address: control, origin: controlCors, serve: viewers, certificate: tlsCert, key: tlsKey)
        let folder = show.preset.map { FilePath.parent(of: $0) } ?? ""
        let programme = BroadcastJobControl(
            job, presetFolder: folder.isEmpty ? "." : folder, webhooks: parts.webhooks,
            destinations: parts.destinations, clips: parts.clips,
            readSecret: { try Secret.read($0) }
        ) { signals.request() }
        if let complaint = option.complaint { logger.warning("\(complaint)") }
        if serve != nil {
            viewers?.products = ProductShelf(pictures: pictureFolder)
            viewers?.audience = try visitors.options(proxies: proxies.blocks()).map {
                OpenAudience(programme, options: $0, logger: logger)
            }
        }
        if let opened = viewers?.audience { job.status.add(opened.metrics) }
        return try await LiveServers.start(
            job, viewers: viewers, origin: origin, control: option, programme: programme,
            isStopping: { signals.stop.isRequested || job.status.snapshot.source == .finished }, logger: logger)
    }

    /// Runs all that there is until the broadcast is over. A stop ends it first, and then whoever served it, the last one first.
    private func run(
        _ job: BroadcastJob, _ servers: LiveServers, _ delivery: LiveDelivery, _ destinations: Destinations,
        _ signals: StopSignals, _ logger: Logger
    ) async throws {
        // Without --serve, a file server or a bucket has the folder.
        let play = try servers.viewers?.playURL ?? publicUrl?.address().playURL
        let reporter = LiveReporter(
            job.status, logger: logger, isQuiet: log.quiet, isJSON: json, destinations: destinations)
        let broadcast = BroadcastService(job, ingest: servers.ingest) { publish in
            // From here on an end that doesn't come leaves a show without one, which the same command goes on with.
            signals.prepare { $0.status = { _ in ExitStatus.internalFault.rawValue } }
            delivery.resume(removes: !record)
            let line = ReadyLine(
                output: folder, publish: publish, play: play, control: servers.controlURL,
                upload: delivery.location, destinations: destinations.states, isJSON: json)
            Console.shared.answer(line.text)
        } onEnd: { failure in
            Console.shared.clearStatus()
            if !log.quiet, failure == nil { Console.shared.answer(reporter.summary) }
            let fault = failure.map { ExitStatus.explain($0) }
            let status = fault?.status ?? .finished
            let patience = delivery.begin(
                status: Int(status.rawValue), error: fault?.message, time: job.mediaTime)
            signals.prepare { ending in
                // Who hangs is left to itself; a drain is no hanging.
                ending.patience = max(Self.farewell, patience + .seconds(3))
                ending.status = { _ in status.rawValue }
            }
        }
        // Of a programme that never began nothing is left to fetch. One whose disk failed at its end is whole in memory.
        let services = servers.services { job.status.snapshot.ticks > 0 }
        let webhooks = delivery.webhooks.map { WebhookService(webhooks: $0, job: job) }
        let recorder = record ? folder.map { RecordService(folder: $0, job: job, server: servers.viewers) } : nil
        let all: [(any ServiceLifecycle.Service)?] = [webhooks, recorder]
        let listeners = all.compactMap { $0 }
        try await ServiceGroup(
            of: [reporter] + listeners + services + [PushService(destinations: destinations)], around: broadcast
        ).run(until: signals.stop)
    }
}
