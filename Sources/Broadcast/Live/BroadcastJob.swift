public import FFmpegKit
import Foundation
import HLS
public import Ingest
import Lines
public import Logging
import MediaModel
import Overlay
import Show

/// Broadcasts: keeps a steady vertical programme going, whatever its source does.
public struct BroadcastJob: Sendable {
    private let input: LiveInput
    let options: LiveOptions
    private let origin: (any PartReceiver)?
    private let logger: Logger
    let plan: RenderPlan
    let clock: StartGatedClock
    let inbox = ShowInbox()
    let monitor = LatestCanvas()
    let onAir = CurrentSceneBuilder()
    private let diagnostics: Diagnostics
    /// What happens, as it happens.
    public let events: BroadcastEventBus
    /// Where its packets can be had while it runs.
    package let outlets: ProgrammeOutlets
    /// What a person may set about the source while the programme runs.
    public let controls: SourceControls
    /// Looked at from anywhere while the job runs.
    public let status = LiveStatus()

    /// - Parameter origin: Where viewers fetch the show from; `nil` for a show on the disk alone.
    /// - Precondition: There is an origin, an output folder, or another store.
    /// - Throws: ``JobError`` if the preset's ladder doesn't fit its canvas.
    public init(_ input: LiveInput, options: LiveOptions, origin: (any PartReceiver)? = nil, logger: Logger)
        throws(JobError)
    {
        try self.init(input, options: options, origin: origin, clock: MonotonicClock(), logger: logger)
    }

    /// - Parameter clock: What time passes by.
    init(
        _ input: LiveInput, options: LiveOptions, origin: (any PartReceiver)?, clock: any ProgrammeClock, logger: Logger
    ) throws(JobError) {
        precondition(origin != nil || options.output != nil || !options.stores.isEmpty, "a show for nobody")
        self.input = input
        var options = options
        if let follow = options.preset.reframe.following {
            let latency = options.preset.latency ?? .low
            let wanted = min(follow.lookAhead ?? latency.usualLookAhead, latency.mostLookAhead)
            options.lookAhead = Int64((wanted * 1e9).rounded())
            options.jitterBuffer += options.lookAhead
        }
        self.options = options
        self.origin = origin
        self.logger = logger
        self.clock = StartGatedClock(clock: clock)
        let events = BroadcastEventBus()
        self.events = events
        diagnostics = Diagnostics(
            logger: logger, quota: RepeatQuota(same: 3, alike: 20), onWarning: { events.post(.warning($0)) })
        // No source is known yet, so the canvas is the preset's, or what phones show well.
        var preset = options.preset
        preset.latency = preset.latency ?? .low
        plan = try RenderPlan(
            preset: preset, source: PixelSize(width: 720, height: 1280), sourceOrientation: .upright,
            hasAudioOnlyVariant: options.hasAudioOnlyVariant)
        outlets = ProgrammeOutlets(plan)
        controls = SourceControls(
            reframe: options.preset.reframe, audioDelay: options.audioDelay, isMuted: options.isMuted,
            sound: options.preset.sound)
        status.set(preset: options.preset)
    }

    /// Claims all that the broadcast writes to, and makes its folder: first of all.
    ///
    /// - Parameter stop: Ends the wait for another process that still holds it.
    /// - Throws: ``JobError`` if another process does.
    public func claim(_ claim: OutputClaim, stop: Interrupt) async throws {
        let places =
            ([options.output, options.state].compactMap { $0 }.map { OutputClaim.Place.folder($0) })
            + (options.sourceRecording.map { [.file($0.path)] } ?? [])
        try await runOnThread(named: "claim", onCancel: { stop.request() }) { try claim.take(places, stop: stop) }
        for complaint in claim.complaints { logger.warning("\(complaint)") }
    }

    /// Broadcasts until `stop` is requested or the task is cancelled (then the segment in progress is completed), or the programme is
    /// over. One that is stopped before its first picture never begins, and leaves its folder as it was found.
    ///
    /// - Precondition: The outputs are claimed (``claim(_:stop:)``).
    /// - Parameters:
    ///   - server: What ``listen()`` gave. Whoever asked for it closes it afterwards.
    ///   - onReady: Called once publishers can come, or the source is open; with where they can come, without the stream key.
    /// - Throws: ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where those say it best.
    public func run(
        _ server: PublishServer? = nil, stop: Interrupt, onReady: @Sendable (_ publish: [String]) -> Void = { _ in }
    ) async throws {
        try options.sourceRecording?.check(output: options.output)
        defer {
            inbox.close()
            events.post(.finished)
            events.close()
        }
        try await withTaskCancellationHandler {
            guard let pipeline = try await makePipeline(stop: stop, eventQueue: server?.eventQueue) else {
                status.set(\.source, .finished)
                return
            }
            let addresses = addresses(of: server)
            onReady(addresses)
            events.post(.ready(publish: addresses))
            try await pipeline.run()
        } onCancel: {
            stop.request()
        }
    }

    /// Says what becomes of a show's upload, which isn't the programme's own doing. Any thread; never waits.
    public func tell(_ change: UploadChange) {
        events.post(.upload(change))
    }

    /// Begins to listen to publishers, if the source is one that comes here. Before anything is written: an address that is taken leaves
    /// no trace.
    ///
    /// - Returns: To be closed when the broadcast is over.
    /// - Throws: ``JobError`` for an address or a certificate that can't be used.
    public func listen() async throws -> PublishServer? {
        guard case .listen(let configuration) = input else { return nil }
        do {
            let server = try await PublishServer.start(configuration, logger: logger)
            status.add(MetricSource.publishers { server.counters })
            return server
        } catch let error as PublishServerError {
            throw JobError(error.code == .badCertificate ? .usage : .unavailable, error.message)
        }
    }

    /// Says what has happened beside the programme: in the log, and to all who listen. Any thread; never waits.
    package func tell(_ event: BroadcastEvent) {
        event.log(to: diagnostics)
        events.post(event)
    }

    /// With the real ports.
    private func addresses(of server: PublishServer?) -> [String] {
        guard case .listen(let configuration) = input, let server else { return [] }
        return server.endpoints.map { $0.url(application: configuration.application) }
    }

    /// Opens the source, where it is one to be opened, and makes all parts.
    ///
    /// - Returns: `nil` if `stop` was requested meanwhile.
    private func makePipeline(stop: Interrupt, eventQueue: IngestEventQueue?) async throws -> LivePipeline? {
        let interrupt = Interrupt(following: stop)
        // Names are looked up, and fonts are read, where nothing can interrupt it.
        let grace = Grace(.milliseconds(300), after: stop)
        do {
            let made = try await runOnThread(
                named: "setup", leavingAfter: [grace], onCancel: { interrupt.request() }
            ) {
                let opened = try PullSource.openFirst(input, interrupt: interrupt)
                return try makePipeline(opened, interrupt: interrupt, stop: stop, eventQueue: eventQueue)
            }
            interrupt.followNoMore()
            guard stop.isRequested else { return made }
            made?.leaveAsFound()
            return nil
        } catch {
            // A source that was given up isn't to blame.
            if stop.isRequested { return nil }
            throw error
        }
    }

    private func makePipeline(
        _ opened: consuming InputContainer?, interrupt: Interrupt, stop: Interrupt, eventQueue: IngestEventQueue?
    ) throws -> LivePipeline {
        let builder = try SceneBuilder(
            preset: options.preset, canvas: plan.canvas, smallestRung: options.preset.smallestRung(on: plan.canvas),
            folder: options.pictureFolder, cacheLimit: 64 << 20)
        onAir.current = builder
        status.add(MetricSource.sprites(of: builder))
        var context = BroadcastContext(
            grid: plan.grid, clock: clock, status: status, diagnostics: diagnostics, events: events, stop: stop)
        let constants = BroadcastConstants(grid: plan.grid)
        let broadcast = try options.output.map { path throws(JobError) in
            try BroadcastFolder.open(
                path: path, renditions: plan.tracks.map(\.id), constants: constants, isServed: origin != nil,
                isOurs: { options.sourceRecording?.isName($0) ?? false })
        }
        let timelines = TimelinePlan(
            tracks: plan.tracks, constants: constants, window: options.window, continuation: broadcast?.continuation)
        if let broadcast, options.sourceRecording != nil {
            context.sourceMap = SourceMap(folder: broadcast.folder.path, run: timelines.run, context: context)
        }
        if let broadcast, broadcast.isResumed {
            broadcast.complaints.forEach(diagnostics.warn)
            diagnostics.log("\(broadcast.folder.path): the broadcast there goes on")
        }
        let log = try broadcast.map { broadcast throws(JobError) in
            try EventLog(
                path: "\(broadcast.folder.path)/\(PresentationNames.events)", continues: broadcast.isResumed,
                context: context)
        }
        let latency = options.preset.latency ?? .low
        if let wanted = options.preset.reframe.following?.lookAhead, wanted > latency.mostLookAhead {
            diagnostics.warn(
                "reframe.lookAhead: latency \(latency.rawValue) has room for \(Int(latency.mostLookAhead * 1_000))ms, "
                    + "and that is what it is; who wants more broadcasts with latency normal")
        }
        status.set(\.earliestStart, broadcast?.continuation?.earliestStart)
        return try LivePipeline(
            .init(kind: input, interrupt: interrupt, opened: opened, eventQueue: eventQueue),
            stage: .init(
                builder: builder, inbox: inbox, controls: controls, monitor: monitor, log: log,
                outlets: outlets),
            destination: .init(
                origin: origin, folder: broadcast, stores: options.stores, timelines: timelines,
                records: options.records),
            plan: plan, options: options, context: context)
    }
}
