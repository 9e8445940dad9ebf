public import FFmpegKit
import Foundation
import HLS
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
    /// - Throws: ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where those say it best.
    public func run(stop: Interrupt) async throws {
        let pipeline = try await runOnThread(named: "setup") { try makePipeline(stop: stop) }
        try await pipeline.run()
    }

    private func makePipeline(stop: Interrupt) throws -> LivePipeline {
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
        let broadcast = try LiveFolder.open(
            path: options.output, names: plan.tracks.map(\.name), constants: constants)
        let run = String(UInt32.random(in: .min ... .max), radix: 36)
        let start = ProgramDateTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1000))
        let timeline = LiveTimeline<[UInt8]>(
            constants: constants,
            renditions: plan.tracks.map { track in
                let isVideo = if case .video = track.kind { true } else { false }
                return LiveRendition(name: track.name, isVideo: isVideo)
            },
            run: run, start: start, window: options.window, memoryWindow: .zero, isRecording: options.records,
            continuing: broadcast.continuation)
        if broadcast.continuation != nil { report.log("\(options.output): the broadcast there goes on") }
        let log = try EventLog(
            path: "\(options.output)/events.ndjson", continues: broadcast.continuation != nil, status: status,
            report: report)
        return try LivePipeline(
            input, options: options, plan: plan, maker: maker, folder: broadcast.folder, timeline: timeline, log: log,
            signal: signal, status: status, report: report, stop: stop)
    }
}
