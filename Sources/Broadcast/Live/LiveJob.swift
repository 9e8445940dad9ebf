public import FFmpegKit
import Foundation
import HLS
import Ingest
public import Logging
import MediaModel
import Overlay
import Show

/// Broadcasts: keeps a steady vertical programme going, whatever its source does.
public struct LiveJob: Sendable {
    private let input: LiveInput
    private let options: LiveOptions
    private let logger: Logger
    private let signal = ShowSignal()
    /// Looked at from anywhere while the job runs.
    public let status = LiveStatus()

    public init(_ input: LiveInput, options: LiveOptions, logger: Logger) {
        self.input = input
        self.options = options
        self.logger = logger
    }

    /// Commits an event on the next free tick, or at the time that it names. Any thread; returns at once.
    ///
    /// - Returns: Whether there was room for it.
    public func send(_ event: LiveEvent) -> Bool { signal.offer(event) }

    /// Broadcasts until `stop` is requested (then the segment in progress is completed), or the programme is over.
    ///
    /// - Parameter onReady: Called once publishers can come, or the source is about to be opened.
    /// - Throws: ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where those say it best.
    public func run(stop: Interrupt, onReady: @Sendable (LiveAddresses) -> Void = { _ in }) async throws {
        let server = try await listen()
        do {
            let pipeline = try await runOnThread(named: "setup") {
                try makePipeline(stop: stop, mailbox: server?.mailbox)
            }
            onReady(addresses(of: server))
            try await pipeline.run()
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
            return try await PublishServer.start(configuration, logger: logger)
        } catch let error as PublishServerError {
            throw JobError(error.code == .badCertificate ? .usage : .unavailable, error.message)
        }
    }

    private func addresses(of server: PublishServer?) -> LiveAddresses {
        guard case .listen(let configuration) = input, let server else { return LiveAddresses(publish: []) }
        return LiveAddresses(publish: server.endpoints.map { $0.url(application: configuration.application) })
    }

    private func makePipeline(stop: Interrupt, mailbox: IngestMailbox?) throws -> LivePipeline {
        var options = options
        options.preset.latency = options.preset.latency ?? .low
        // No source is known yet, so the canvas is the preset's, or what phones show well.
        let plan = try RenderPlan(
            preset: options.preset, source: PixelSize(width: 720, height: 1280), sourceOrientation: .upright,
            hasAudioOnlyVariant: options.hasAudioOnlyVariant)
        let maker = try SceneMaker(
            preset: options.preset, canvas: plan.canvas, folder: options.pictureFolder, cacheLimit: 64 << 20)
        let report = SourceReport(logger: logger)
        let constants = BroadcastConstants(grid: plan.grid)
        try options.sourceRecording?.check(output: options.output)
        let broadcast = try LiveFolder.open(
            path: options.output, names: plan.tracks.map(\.name), constants: constants)
        let run = String(UInt32.random(in: .min ... .max), radix: 36)
        let renditions = plan.tracks.map { track in
            let isVideo = if case .video = track.kind { true } else { false }
            return LiveRendition(name: track.name, isVideo: isVideo)
        }
        let makeTimeline: LiveWriter.TimelineMaker = { [options] start in
            LiveTimeline(
                constants: constants, renditions: renditions, run: run, start: start, window: options.window,
                memoryWindow: .zero, isRecording: options.records, continuing: broadcast.continuation)
        }
        if broadcast.continuation != nil { report.log("\(options.output): the broadcast there goes on") }
        let log = try EventLog(
            path: "\(options.output)/events.ndjson", continues: broadcast.continuation != nil, status: status,
            report: report)
        return try LivePipeline(
            input, mailbox: mailbox, options: options, plan: plan, maker: maker, folder: broadcast.folder,
            makeTimeline: makeTimeline, log: log,
            signal: signal, status: status, report: report, stop: stop)
    }
}

/// Where a broadcast can be reached.
public struct LiveAddresses: Sendable {
    /// For publishers, without the stream key, and with the real ports.
    public var publish: [String]
}
