public import FFmpegKit
public import Logging
public import MediaModel
import Overlay
import Reframe
import Show

/// Makes single pictures of a show: the very canvases that a render composes at those ticks.
///
/// The same parts at work as in a ``RenderJob``, without sound and encoders: a picture differs in no byte.
public struct SnapshotJob: Sendable {
    private let options: SnapshotOptions
    private let logger: Logger

    /// - Precondition: There is an instant, and all lie within 0 and ``SnapshotOptions/latestInstant``.
    public init(_ options: SnapshotOptions, logger: Logger) {
        precondition(
            !options.instants.isEmpty
                && options.instants.allSatisfy { $0 >= .zero && $0 <= .seconds(SnapshotOptions.latestInstant) },
            "no instant, or one outside of a day")
        (self.options, self.logger) = (options, logger)
    }

    /// Makes the pictures, and calls `take` with each in the order of time, on a thread of its own.
    ///
    /// After the source's end its last picture stays, as events may still be wanted there: see
    /// ``SnapshotSummary/sourceEnd``.
    ///
    /// - Throws: What `take` throws; ``JobError`` in words for whoever asked; ``FFmpegError`` or `OverlayError` where
    ///   those say it best.
    public func run(_ take: @escaping @Sendable (Snapshot) throws -> Void) async throws -> SnapshotSummary {
        let pipeline = try await runOnThread(named: "setup") { try makePipeline(take) }
        try await pipeline.run()
        return SnapshotSummary(canvas: pipeline.canvas, sourceEnd: pipeline.sourceEnd)
    }

    private func makePipeline(_ take: @escaping @Sendable (Snapshot) throws -> Void) throws -> SnapshotPipeline {
        let stopReading = Interrupt()
        switch options.backdrop {
        case .file(let path):
            let source = try FileSource(path: path, interrupt: stopReading)
            let plan = try RenderPlan(
                preset: options.preset, source: source.picture.size, sourceOrientation: source.picture.orientation,
                hasAudioOnlyVariant: false)
            return try SnapshotPipeline(
                options: options, plan: plan, source: source, builder: try makeScenes(plan), stopReading: stopReading,
                logger: logger, take: take)
        case .color:
            var upright = options
            // Nothing is to be turned or cut.
            upright.preset.reframe = ReframePreset()
            let plan = try RenderPlan(
                preset: upright.preset, source: PixelSize(width: 720, height: 1280), sourceOrientation: .upright,
                hasAudioOnlyVariant: false)
            return try SnapshotPipeline(
                options: upright, plan: plan, source: nil, builder: try makeScenes(plan), stopReading: stopReading,
                logger: logger, take: take)
        }
    }

    private func makeScenes(_ plan: RenderPlan) throws -> SceneBuilder {
        try SceneBuilder(
            preset: options.preset, canvas: plan.canvas, smallestRung: options.preset.smallestRung(on: plan.canvas),
            folder: options.pictureFolder,
            cacheLimit: RenderJob.spriteCacheLimit(options.preset))
    }
}

/// One picture of a show.
public struct Snapshot: Sendable {
    /// Of the programme clock.
    public let tick: Int
    public let canvas: SharedFrame
}

/// What all pictures of one job have in common.
public struct SnapshotSummary: Hashable, Sendable {
    public let canvas: PixelSize
    /// The tick at which the source had no more pictures, and from which its last one stays; `nil` if it was not
    /// reached, or there is no source.
    public let sourceEnd: Int?
}
