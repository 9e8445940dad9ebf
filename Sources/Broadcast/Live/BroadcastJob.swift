public import FFmpegKit
import Foundation
import HLS
import Ingest
import Lines
public import Logging
import MediaModel
import Overlay
import Show

/// Broadcasts: keeps a steady vertical programme going, whatever its source does.
public struct BroadcastJob: Sendable {
    private let input: LiveInput
    let options: LiveOptions
    private let origin: Origin?
    private let logger: Logger
    let signal = ShowInbox()
    let monitor = LatestCanvas()
    let onAir = CurrentSceneBuilder()
    /// What happens, as it happens.
    public let notices = BroadcastEventBus()
    /// What a person may set about the source while the programme runs.
    public let controls: SourceControls
    /// Looked at from anywhere while the job runs.
    public let status = LiveStatus()

    /// - Parameter origin: Where viewers fetch the show from; `nil` for a show on the disk alone.
    /// - Precondition: There is an origin, or an output folder.
    public init(_ input: LiveInput, options: LiveOptions, origin: Origin? = nil, logger: Logger) {
        precondition(origin != nil || options.output != nil, "a show for nobody")
        self.input = input
        self.options = options
        self.origin = origin
        self.logger = logger
        controls = SourceControls(
            reframe: options.preset.reframe, audioDelay: options.audioDelay, isMuted: options.isMuted)
        status.set(preset: options.preset)
    }

    /// Claims all that the broadcast writes to, and makes its folder: first of all.
    ///
    /// - Parameter stop: Ends the wait for another process that still holds it.
    /// - Throws: ``JobError`` if another process does.
    public func claim(_ claim: OutputClaim, stop: Interrupt) async throws {
        let places =
            (options.output.map { [OutputClaim.Place.folder($0)] } ?? [])
            + (options.sourceRecording.map { [.file($0.path)] } ?? [])
        try await runOnThread(named: "claim", onCancel: { stop.request() }) { try claim.take(places, stop: stop) }
        for complaint in claim.complaints { logger.warning("\(complaint)") }
    }

    /// Broadcasts until `stop` is requested or the task is cancelled (then the segment in progress is completed), or the programme is
    /// over. One that is stopped before its first picture never begins, and leaves its folder as it was found.
    ///
    /// - Precondition: The outputs are claimed (``claim(_:stop:)``).
    /// - Parameter onReady: Called once publishers can come, or the source is open.
    /// - Throws: ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where those say it best.
    public func run(stop: Interrupt, onReady: @Sendable (LiveAddresses) -> Void = { _ in }) async throws {
        try options.sourceRecording?.check(output: options.output)
        defer {
            notices.post(.finished)
            notices.close()
        }
        let server = try await listen()
        do {
            try await withTaskCancellationHandler {
                guard let pipeline = try await makePipeline(stop: stop, eventQueue: server?.eventQueue) else {
                    return status.set(\.source, .finished)
                }
                onReady(addresses(of: server))
                try await pipeline.run()
            } onCancel: {
                stop.request()
            }
        } catch {
            await server?.close()
            throw error
        }
        await server?.close()
    }

    /// Before anything is written: an address that is taken leaves no trace.
    private func listen() async throws -> PublishServer? {
        guard case .listen(let configuration) = input else { return nil }
        do {
            let server = try await PublishServer.start(configuration, logger: logger)
            status.add(MetricSource.publishers { server.counters })
            return server
        } catch let error as PublishServerError {
            throw JobError(error.code == .badCertificate ? .usage : .unavailable, error.message)
        }
    }

    private func addresses(of server: PublishServer?) -> LiveAddresses {
        guard case .listen(let configuration) = input, let server else { return LiveAddresses(publish: []) }
        return LiveAddresses(publish: server.endpoints.map { $0.url(application: configuration.application) })
    }

    /// No source is known yet, so the canvas is the preset's, or what phones show well.
    func makePlan() throws -> RenderPlan {
        var preset = options.preset
        preset.latency = preset.latency ?? .low
        return try RenderPlan(
            preset: preset, source: PixelSize(width: 720, height: 1280), sourceOrientation: .upright,
            hasAudioOnlyVariant: options.hasAudioOnlyVariant)
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
        let plan = try makePlan()
        let builder = try SceneBuilder(
            preset: options.preset, canvas: plan.canvas, smallestRung: options.preset.smallestRung(on: plan.canvas),
            folder: options.pictureFolder, cacheLimit: 64 << 20)
        onAir.current = builder
        status.add(MetricSource.sprites(of: builder))
        let diagnostics = Diagnostics(
            logger: logger, quota: RepeatQuota(same: 3, alike: 20),
            onWarning: { [notices] in notices.post(.warning($0)) })
        let context = BroadcastContext(
            grid: plan.grid, clock: StartGatedClock(), status: status, diagnostics: diagnostics, notices: notices,
            stop: stop)
        let constants = BroadcastConstants(grid: plan.grid)
        let broadcast = try options.output.map { path throws(JobError) in
            try BroadcastFolder.open(
                path: path, names: plan.tracks.map(\.name), constants: constants, isServed: origin != nil,
                isOurs: { options.sourceRecording?.isName($0) ?? false })
        }
        let timelines = TimelinePlan(
            tracks: plan.tracks, constants: constants, window: options.window, continuation: broadcast?.continuation)
        if let broadcast, broadcast.isResumed {
            broadcast.complaints.forEach(diagnostics.warn)
            diagnostics.log("\(broadcast.folder.path): the broadcast there goes on")
        }
        let log = try broadcast.map { broadcast throws(JobError) in
            try EventLog(
                path: "\(broadcast.folder.path)/\(PresentationNames.events)", continues: broadcast.isResumed,
                context: context)
        }
        status.set(\.earliestStart, broadcast?.continuation?.earliestStart)
        return try LivePipeline(
            input, opened: opened, interrupt: interrupt, eventQueue: eventQueue, options: options, plan: plan,
            builder: builder,
            broadcast: broadcast, origin: origin, timelines: timelines, log: log, signal: signal,
            context: context, controls: controls, monitor: monitor)
    }
}

/// Where a broadcast can be reached.
public struct LiveAddresses: Sendable {
    /// For publishers, without the stream key, and with the real ports.
    public var publish: [String]
}
