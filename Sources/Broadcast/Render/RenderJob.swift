public import FFmpegKit
import Foundation
import HLS
public import Logging
import MediaModel
import Overlay
import Show

/// Turns a file into a show: as fast as the machine goes, and the same canvases every time.
public struct RenderJob: Sendable {
    private let options: RenderOptions
    private let logger: Logger
    /// Looked at from anywhere while the job runs.
    public let progress = RenderProgress()

    public init(_ options: RenderOptions, logger: Logger) {
        self.options = options
        self.logger = logger
    }

    /// Claims all that the render writes to, and makes its folder: first of all.
    ///
    /// - Parameter stop: Ends the wait for another process that still holds it.
    /// - Throws: ``JobError`` if another process does.
    public func claim(_ claim: OutputClaim, stop: Interrupt) async throws {
        let places = [.folder(options.output)] + files.map { OutputClaim.Place.file($0) }
        try await runOnThread(named: "claim", onCancel: { stop.request() }) { try claim.take(places, stop: stop) }
        for complaint in claim.complaints { logger.warning("\(complaint)") }
    }

    /// Renders until the source ends, `stop` is requested or the task is cancelled: then the segment in progress is completed, if that
    /// doesn't take too long.
    ///
    /// A job that fails leaves the output folder as it found it.
    ///
    /// - Precondition: The outputs are claimed (``claim(_:stop:)``).
    /// - Returns: `nil` if it was stopped before there was a show: then nothing is left of it.
    /// - Throws: ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where those say it best.
    public func run(stop: Interrupt) async throws -> RenderSummary? {
        try await withTaskCancellationHandler {
            try await render(until: stop)
        } onCancel: {
            stop.request()
        }
    }

    private func render(until stop: Interrupt) async throws -> RenderSummary? {
        let clock = ContinuousClock()
        let begin = clock.now
        let stopReading = Interrupt(following: stop)
        // Looking into a file takes a while on a slow disk, and blocks: so not on the pool's threads.
        guard let pipeline = try await setUp(stop, stopReading) else { return nil }
        do {
            try await pipeline.run()
        } catch {
            pipeline.abort()
            throw error
        }
        guard let renditions = try await runOnThread(named: "finish", { try pipeline.finish() }) else { return nil }
        let frames = pipeline.frames(of: renditions) ?? progress.frames
        var summary = RenderSummary(
            frames: frames, duration: options.preset.canvas.frameRate.time(ofTick: frames).seconds,
            elapsed: (clock.now - begin) / .seconds(1), renditions: renditions,
            playlist: "\(options.output)/master.m3u8")
        summary.isStopped = stop.isRequested
        summary.droppedFrames = progress.droppedFrames
        summary.warnings = pipeline.warnings
        return summary
    }

    /// Some forty price tags at 720×1280: more only make a long show larger, as old prices hardly come back. Moving
    /// pictures are large, and do come back.
    static func spriteCacheLimit(_ preset: Preset) -> Int {
        let hasMovingPictures = preset.layers.contains { if case .stamp = $0 { true } else { false } }
        return hasMovingPictures ? 64 << 20 : 16 << 20
    }

    /// - Returns: `nil` if `stop` was requested meanwhile.
    private func setUp(_ stop: Interrupt, _ stopReading: Interrupt) async throws -> RenderPipeline? {
        // Fonts are read where nothing can interrupt it.
        let grace = Grace(.milliseconds(300), after: stop)
        do {
            let pipeline = try await runOnThread(named: "setup", leavingAfter: [grace]) {
                try makePipeline(stop: stop, stopReading: stopReading)
            }
            stopReading.followNoMore()
            guard stop.isRequested else { return pipeline }
            pipeline?.abort()
            return nil
        } catch {
            if stop.isRequested { return nil }
            throw error
        }
    }

    private var files: [String] { [options.movie, options.rawCanvas].compactMap(\.self) }

    private func makePipeline(stop: Interrupt, stopReading: Interrupt) throws -> RenderPipeline {
        try checkFiles()
        let source = try FileSource(path: options.input, interrupt: stopReading)
        let plan = try RenderPlan(
            preset: options.preset, source: source.picture.size, sourceOrientation: source.picture.orientation,
            hasAudioOnlyVariant: options.hasAudioOnlyVariant)
        let builder = try SceneBuilder(
            preset: options.preset, canvas: plan.canvas, smallestRung: options.preset.smallestRung(on: plan.canvas),
            folder: options.pictureFolder,
            cacheLimit: Self.spriteCacheLimit(options.preset))
        let limit = options.maximumDuration.map { max(1, plan.grid.frameRate.tick(atOrAfter: $0)) }
        if let duration = source.duration {
            let ticks = plan.grid.frameRate.tick(nearest: MediaTime(duration, timescale: 1_000_000_000))
            progress.expect(min(ticks, limit ?? .max))
        }
        let folder = try OutputFolder(
            path: options.output, overwrites: options.overwrites,
            others: Set(files.map { ($0 as NSString).lastPathComponent }))
        do {
            return try RenderPipeline(
                options: options, plan: plan, source: source, builder: builder, folder: folder,
                context: RenderContext(
                    name: options.input, length: ProgrammeLength(frameRate: plan.grid.frameRate, limit: limit),
                    progress: progress, diagnostics: Diagnostics(logger: logger), stop: stop, stopReading: stopReading))
        } catch {
            folder.revert()
            throw error
        }
    }

    private func checkFiles() throws(JobError) {
        var taken = [FilePath.place(of: options.input): "the input"]
        for file in files {
            if let other = taken.updateValue("another output", forKey: FilePath.place(of: file)) {
                throw JobError(.usage, "\(file) is \(other) too; name a file of its own")
            }
            var isDirectory: ObjCBool = false
            let exists = FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory)
            if isDirectory.boolValue { throw JobError(.outputNotWritable, "\(file) is a folder; name a file") }
            if exists && !options.overwrites {
                throw JobError(.outputNotWritable, "\(file) exists; use --overwrite to replace it")
            }
        }
    }
}
