import FFmpegKit
import HLS
import Logging
import MediaModel
import Overlay
import Reframe
import Show

/// The threads that make single pictures of a show, and the queues between them.
///
///     reader ─► decoder ─► composer ─► taker
///     show feed ──────────┘
final class SnapshotPipeline: Sendable {
    let canvas: PixelSize
    private let frameRate: FrameRate
    /// The programme: it ends after the last picture that is wanted.
    private let length: ProgrammeLength
    /// The source's pictures alone, which may end before.
    private let sourceLength: ProgrammeLength
    private let stopReading: Interrupt
    private let videoPackets = BoundedQueue<Packet>(capacity: 64)
    private let audioPackets = BoundedQueue<Packet>(capacity: 1)
    private let pictures = BoundedQueue<SourcePicture>(capacity: 5)
    private let scenes = BoundedQueue<PreparedScene>(capacity: 8)
    private let canvases = BoundedQueue<CanvasTick>(capacity: 4)
    private let take: @Sendable (Snapshot) throws -> Void

    private let reader: TransferBox<SourceReader?>
    private let decoder: TransferBox<FilePictureDecoder?>
    private let feed: TransferBox<ShowFeed>
    private let composer: TransferBox<Composer>

    /// Over a file's pictures. Nothing runs yet.
    init(
        options: SnapshotOptions, plan: RenderPlan, source: consuming FileSource, name: String, builder: SceneBuilder,
        stopReading: Interrupt, logger: Logger, take: @escaping @Sendable (Snapshot) throws -> Void
    ) throws {
        (canvas, frameRate, self.take, self.stopReading) = (plan.canvas, plan.grid.frameRate, take, stopReading)
        let diagnostics = Diagnostics(logger: logger)
        (length, sourceLength) = Self.lengths(options)
        decoder = TransferBox(
            try FilePictureDecoder(
                source, name: name, orientation: plan.orientation, packets: videoPackets, pictures: pictures,
                length: sourceLength, diagnostics: diagnostics))
        // With its sound, as the earlier of the two tracks begins the programme. Nobody takes its packets.
        audioPackets.abandon()
        reader = TransferBox(
            SourceReader(
                source, name: name, videoPackets: videoPackets, audioPackets: audioPackets, diagnostics: diagnostics))
        (feed, composer) = try Self.makeProgramme(
            options, plan: plan, builder: builder, pictures: pictures, scenes: scenes, canvases: canvases,
            length: length,
            diagnostics: diagnostics)
    }

    /// Over a colour. Nothing runs yet.
    init(
        options: SnapshotOptions, plan: RenderPlan, color: Color, builder: SceneBuilder, logger: Logger,
        take: @escaping @Sendable (Snapshot) throws -> Void
    ) throws {
        (canvas, frameRate, self.take, stopReading) = (plan.canvas, plan.grid.frameRate, take, Interrupt())
        (length, sourceLength) = Self.lengths(options)
        (reader, decoder) = (TransferBox(nil), TransferBox(nil))
        _ = pictures.push(
            SourcePicture(
                frame: try VideoFrame(canvas: plan.canvas, color: color).share(),
                sampleAspectRatio: .init(width: 1, height: 1), time: 0))
        pictures.close()
        (feed, composer) = try Self.makeProgramme(
            options, plan: plan, builder: builder, pictures: pictures, scenes: scenes, canvases: canvases,
            length: length,
            diagnostics: Diagnostics(logger: logger))
    }

    private static func lengths(_ options: SnapshotOptions) -> (programme: ProgrammeLength, source: ProgrammeLength) {
        let programme = ProgrammeLength(frameRate: options.preset.canvas.frameRate, limit: nil)
        programme.decide((options.instants.map(options.tick).max() ?? 0) + 1)
        let source = ProgrammeLength(frameRate: options.preset.canvas.frameRate, limit: nil)
        source.reportAudioEnd(0)
        return (programme, source)
    }

    private static func makeProgramme(
        _ options: SnapshotOptions, plan: RenderPlan, builder: SceneBuilder, pictures: BoundedQueue<SourcePicture>,
        scenes: BoundedQueue<PreparedScene>, canvases: BoundedQueue<CanvasTick>, length: ProgrammeLength,
        diagnostics: Diagnostics
    ) throws -> (TransferBox<ShowFeed>, TransferBox<Composer>) {
        let reducer = ShowReducer(
            preset: options.preset, start: WallTime(microseconds: options.start.millisecondsSince1970 * 1000))
        let wanted = Set(options.instants.map(options.tick))
        let feed = ShowFeed(
            timeline: options.timeline, reducer: reducer, builder: builder, scenes: scenes, length: length,
            diagnostics: diagnostics,
            wanted: wanted)
        let composer = Composer(
            reframer: try Reframer(options.preset.reframe, canvas: plan.canvas),
            firstScene: try builder.prepare(reducer.state), pool: try VideoFramePool(size: plan.canvas),
            grid: plan.grid,
            pictures: pictures, scenes: scenes, canvases: [canvases], length: length, progress: RenderProgress(),
            stop: Interrupt(), wanted: wanted)
        return (TransferBox(feed), TransferBox(composer))
    }

    /// When the source ended; see ``SnapshotSummary/sourceEnd``.
    var sourceEnd: Int? { sourceLength.end }

    /// Runs all threads until the last picture is taken.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runOnThread(named: "reader") { self.reader.take()?.run() } }
            group.addTask { try await runOnThread(named: "decoder") { try self.decoder.take()?.run() } }
            group.addTask { try await runOnThread(named: "show") { try self.feed.take().run() } }
            group.addTask { try await runOnThread(named: "composer") { try self.compose() } }
            group.addTask { try await runOnThread(named: "taker") { try self.takeAll() } }
            try await group.waitForAll { release() }
        }
    }

    private func compose() throws {
        // The rest of the file, with the sound that it still has, is of no use to anybody.
        defer { stopReading.request() }
        try composer.take().run()
    }

    private func takeAll() throws {
        defer { canvases.abandon() }
        while let canvas = canvases.pop() { try take(Snapshot(tick: canvas.tick, canvas: canvas.frame)) }
    }

    /// Lets every thread go that waits for another.
    private func release() {
        stopReading.request()
        length.abort()
        videoPackets.abandon()
        pictures.abandon()
        scenes.abandon()
        canvases.abandon()
    }
}
