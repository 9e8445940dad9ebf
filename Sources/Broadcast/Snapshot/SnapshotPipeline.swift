import FFmpegKit
import HLS
import Logging
import MediaModel
import Overlay
import Reframe
import Show

/// The threads that make single pictures of a show.
///
///     FileProgramme ─► taker
final class SnapshotPipeline: Sendable {
    let canvas: PixelSize
    private let context: RenderContext
    /// The source's pictures alone, which may end before the programme.
    private let sourceLength: ProgrammeLength
    private let canvases = CanvasQueue(capacity: 4)
    private let programme: FileProgramme
    private let take: @Sendable (Snapshot) throws -> Void

    /// Makes all the parts; nothing runs yet.
    ///
    /// - Parameter source: `nil` over a colour.
    init(
        options: SnapshotOptions, plan: RenderPlan, source: consuming FileSource?, builder: SceneBuilder,
        stopReading: Interrupt, logger: Logger, take: @escaping @Sendable (Snapshot) throws -> Void
    ) throws {
        let frameRate = options.preset.canvas.frameRate
        // The programme ends after the last picture that is wanted.
        let length = ProgrammeLength(frameRate: frameRate, limit: nil)
        length.decide((options.instants.map(options.tick).max() ?? 0) + 1)
        sourceLength = ProgrammeLength(frameRate: frameRate, limit: nil)
        sourceLength.reportAudioEnd(0)
        (canvas, self.take) = (plan.canvas, take)
        var name = ""
        if case .file(let path) = options.backdrop { name = path }
        context = RenderContext(
            name: name, length: length, progress: RenderProgress(), diagnostics: Diagnostics(logger: logger),
            stop: Interrupt(), stopReading: stopReading)
        // The earlier of the two tracks begins the programme, so the sound is read as well. Nobody takes its packets.
        let audioPackets = BoundedQueue<Packet>(capacity: 1)
        audioPackets.abandon()
        programme = try FileProgramme(
            source, plan: plan,
            show: .init(
                preset: options.preset, timeline: options.timeline,
                start: WallTime(microseconds: options.start.millisecondsSince1970 * 1000), builder: builder,
                wanted: Set(options.instants.map(options.tick)), eyes: options.eyes),
            audioPackets: audioPackets, canvases: [canvases], pictureLength: sourceLength, context: context)
        if case .color(let color) = options.backdrop {
            programme.show(
                SourcePicture(
                    frame: try VideoFrame(canvas: plan.canvas, color: color).share(),
                    sampleAspectRatio: .init(width: 1, height: 1), time: 0))
        }
    }

    /// When the source ended; see ``SnapshotSummary/sourceEnd``.
    var sourceEnd: Int? { sourceLength.end }

    /// Runs all threads until the last picture is taken.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            programme.addThreads(to: &group)
            group.addTask { try await runOnThread(named: "taker") { try self.takeAll() } }
            try await group.waitForAll {
                programme.abandon()
                canvases.abandon()
            }
        }
    }

    private func takeAll() throws {
        defer {
            canvases.abandon()
            // The rest of the file, with the sound that it still has, is of no use to anybody.
            context.stopReading.request()
        }
        while let canvas = canvases.pop() { try take(Snapshot(tick: canvas.tick, canvas: canvas.frame)) }
    }
}
