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
    let options: LiveOptions
    private let logger: Logger
    let signal = ShowSignal()
    let monitor = CanvasMonitor()
    /// What happens, as it happens.
    public let notices = NoticeBoard()
    /// What a person may set about the source while the programme runs.
    public let controls: SourceControls
    /// Looked at from anywhere while the job runs.
    public let status = LiveStatus()

    public init(_ input: LiveInput, options: LiveOptions, logger: Logger) {
        self.input = input
        self.options = options
        self.logger = logger
        controls = SourceControls(
            reframe: options.preset.reframe, audioDelay: options.audioDelay, isMuted: options.isMuted)
        status.set(preset: options.preset)
    }

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

    /// No source is known yet, so the canvas is the preset's, or what phones show well.
    func makePlan() throws -> RenderPlan {
        var preset = options.preset
        preset.latency = preset.latency ?? .low
        return try RenderPlan(
            preset: preset, source: PixelSize(width: 720, height: 1280), sourceOrientation: .upright,
            hasAudioOnlyVariant: options.hasAudioOnlyVariant)
    }

    private func makePipeline(stop: Interrupt, mailbox: IngestMailbox?) throws -> LivePipeline {
        let plan = try makePlan()
        let maker = try SceneMaker(
            preset: options.preset, canvas: plan.canvas, folder: options.pictureFolder, cacheLimit: 64 << 20)
        let report = SourceReport(logger: logger, onWarning: { [notices] in notices.post(.warning($0)) })
        let constants = BroadcastConstants(grid: plan.grid)
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
        status.set(\.earliestStart, broadcast.continuation?.earliestStart)
        if broadcast.continuation != nil { report.log("\(options.output): the broadcast there goes on") }
        let log = try EventLog(
            path: "\(options.output)/events.ndjson", continues: broadcast.continuation != nil, status: status,
            report: report)
        return try LivePipeline(
            input, mailbox: mailbox, options: options, plan: plan, maker: maker, folder: broadcast.folder,
            makeTimeline: makeTimeline, log: log,
            signal: signal, status: status, controls: controls, monitor: monitor, notices: notices, report: report,
            stop: stop)
    }
}

/// Where a broadcast can be reached.
public struct LiveAddresses: Sendable {
    /// For publishers, without the stream key, and with the real ports.
    public var publish: [String]
}
