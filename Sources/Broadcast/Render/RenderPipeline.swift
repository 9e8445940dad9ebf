import FFmpegKit
import HLS
import Logging
import MediaModel
import Overlay
import Show
import Synchronization

/// The threads of one render, and the queues between them.
///
///     reader ─► decoder ─► composer ─► encoder per rung ─► writer
///        └────► sound ──────────────────────────────────────┘
///     show feed ──────────┘
final class RenderPipeline: Sendable {
    let diagnostics: Diagnostics
    private let plan: RenderPlan
    private let folder: OutputFolder
    private let length: ProgrammeLength
    private let movie: MovieWriter?
    private let recording: String?
    private let stop: Interrupt
    private let stopReading: Interrupt
    private let isCut = Atomic(false)
    private let videoPackets = BoundedQueue<Packet>(capacity: 64)
    private let audioPackets = BoundedQueue<Packet>(capacity: 256)
    private let pictures = BoundedQueue<SourcePicture>(capacity: 5)
    private let scenes = BoundedQueue<PreparedScene>(capacity: 8)
    private let output = BoundedQueue<TrackOutput>(capacity: 16)
    /// One for each rung, then one for the recorder if there is one.
    private let canvases: [BoundedQueue<CanvasTick>]
    private let writer: Mutex<VODWriter>

    private let reader: TransferBox<SourceReader>
    private let decoder: TransferBox<VideoSource>
    private let sound: TransferBox<SoundSource?>
    private let feed: TransferBox<ShowFeed>
    private let composer: TransferBox<Composer>
    private let recorder: TransferBox<CanvasRecorder?>

    /// Makes all the parts; nothing runs yet.
    ///
    /// - Throws: What stands against it: a missing codec, a file that can't be created.
    init(
        options: RenderOptions, plan: RenderPlan, source: consuming FileSource, builder: SceneBuilder,
        folder: OutputFolder,
        limit: Int?, progress: RenderProgress, stop: Interrupt, stopReading: Interrupt, logger: Logger
    ) throws {
        let diagnostics = Diagnostics(logger: logger)
        let length = ProgrammeLength(frameRate: plan.grid.frameRate, limit: limit)
        (self.diagnostics, self.length, self.plan, self.folder) = (diagnostics, length, plan, folder)
        self.stopReading = stopReading
        movie = options.movie.map(MovieWriter.init)
        recording = options.rawCanvas
        self.stop = stop
        let rungs = plan.rungs.map { _ in BoundedQueue<CanvasTick>(capacity: 4) }
        canvases = rungs + (options.rawCanvas == nil ? [] : [BoundedQueue<CanvasTick>(capacity: 4)])
        // Random enough that two runs into one folder never share a URI, short enough to read.
        let run = String(UInt32.random(in: .min ... .max), radix: 36)
        writer = Mutex(
            VODWriter(folder: folder, tracks: plan.tracks, grid: plan.grid, run: run, start: options.start))

        var audio: SoundSource?
        if let track = source.audio {
            audio = try SoundSource(
                parameters: source.container.makeParameters(of: track), packets: audioPackets, diagnostics: diagnostics)
        }
        sound = TransferBox(audio)
        decoder = TransferBox(
            try VideoSource(
                parameters: source.container.makeParameters(of: source.video), video: source.picture,
                orientation: plan.orientation, name: options.input, packets: videoPackets, pictures: pictures,
                length: length, diagnostics: diagnostics, containerEnd: source.pictureEnd))
        reader = TransferBox(
            SourceReader(
                source, name: options.input, videoPackets: videoPackets, audioPackets: audioPackets,
                diagnostics: diagnostics))
        let reducer = ShowReducer(
            preset: options.preset, start: WallTime(microseconds: options.start.millisecondsSince1970 * 1000))
        feed = TransferBox(
            ShowFeed(
                timeline: options.timeline, reducer: reducer, builder: builder, scenes: scenes, length: length,
                diagnostics: diagnostics))
        composer = TransferBox(
            Composer(
                reframer: try Reframer(options.preset.reframe, canvas: plan.canvas),
                firstScene: try builder.prepare(reducer.state), pool: try VideoFramePool(size: plan.canvas),
                grid: plan.grid, pictures: pictures, scenes: scenes, canvases: canvases, length: length,
                progress: progress, stop: stop))
        // Last, so that nothing of it is left if another part can't be made.
        var recorder: CanvasRecorder?
        if let path = options.rawCanvas {
            recorder = try CanvasRecorder(
                path: path, size: plan.canvas, frameRate: plan.grid.frameRate, canvases: canvases[rungs.count])
        }
        self.recorder = TransferBox(recorder)
    }

    /// Runs all threads to the programme's end.
    ///
    /// Where it is stopped, it has a little more than a second to complete its segment: then what is whole is the show.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        let watch = Task { [self] in
            try await Grace(.milliseconds(1_200), after: stop).wait()
            cut()
        }
        defer { watch.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runOnThread(named: "writer") { try self.write() } }
            group.addTask { try await self.runProducers() }
            try await group.waitForAll { release() }
        }
        diagnostics.sumUpDamage()
    }

    /// Everything that feeds the writer; its queue is closed when all are done.
    private func runProducers() async throws {
        defer { output.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // A file on a disk that is gone, or a pipe that nobody writes to, can't be interrupted.
                let grace = Grace(.milliseconds(300), after: self.stopReading)
                _ = try await runOnThread(named: "reader", leavingAfter: [grace]) { self.reader.take().run() }
            }
            group.addTask { try await runOnThread(named: "decoder") { try self.decoder.take().run() } }
            group.addTask { try await runOnThread(named: "sound") { try self.runSound() } }
            group.addTask { try await runOnThread(named: "show") { try self.feed.take().run() } }
            group.addTask { try await runOnThread(named: "composer") { try self.runComposer() } }
            for (track, rung) in plan.rungs.enumerated() {
                group.addTask {
                    try await runOnThread(named: "rung \(rung.size)") { try self.encode(rung, track: track) }
                }
            }
            group.addTask { try await runOnThread(named: "recorder") { try self.recorder.take()?.run() } }
            try await group.waitForAll { release() }
        }
    }

    private func write() throws {
        // The writer is used by this thread alone until it has ended.
        try writer.withLock { writer in try writer.writeSegments(from: output) }
    }

    private func runComposer() throws {
        // The reader is told by its queues: the sound may still need what stands in the file behind the last picture.
        try composer.take().run()
    }

    private func runSound() throws {
        var group: SoundTrackEncoder?
        var alone: SoundTrackEncoder?
        for (index, track) in plan.tracks.enumerated() {
            guard case .audio(let bitRate, let isGroup) = track.kind else { continue }
            let encoder = try SoundTrackEncoder(
                track: index, bitRate: bitRate, grid: plan.grid, output: output, movie: isGroup ? movie : nil)
            if isGroup { group = encoder } else { alone = encoder }
        }
        try SoundTrack(source: sound.take(), group: group, alone: alone, grid: plan.grid, length: length).run()
    }

    private func encode(_ rung: Rung, track: Int) throws {
        try RungEncoder(
            track: track, rung: rung,
            settings: plan.row.settings(
                for: rung, frameRate: plan.grid.frameRate, keyInterval: plan.grid.framesPerSegment),
            grid: plan.grid, canvases: canvases[track], output: output, movie: track == 0 ? movie : nil
        ).run()
    }

    /// Completes the movie and writes the playlists: the show is complete. Blocks.
    ///
    /// - Returns: `nil` if it was cut before a segment was whole: then nothing is left.
    func finish() throws -> [RenditionSummary]? {
        do {
            if isCut.load(ordering: .relaxed), !writer.withLock({ writer in writer.dropIncomplete() }) {
                abort()
                return nil
            }
            try movie?.finish(isUrgent: stop.isRequested)
            if let recording { try CanvasRecorder.publish(recording) }
            return try writer.withLock { writer in try writer.finish() }
        } catch {
            abort()
            throw error
        }
    }

    /// The programme's pictures in a show that was cut; `nil` if it wasn't.
    func frames(of renditions: [RenditionSummary]) -> Int? {
        guard isCut.load(ordering: .relaxed) else { return nil }
        return (renditions.map(\.segmentCount).min() ?? 0) * plan.grid.framesPerSegment
    }

    /// Ends what feeds the encoders, wherever it is.
    private func cut() {
        isCut.store(true, ordering: .relaxed)
        stopReading.request()
        length.abort()
        videoPackets.abandon()
        audioPackets.abandon()
        pictures.abandon()
        scenes.abandon()
        for queue in canvases { queue.abandon() }
    }

    /// Lets every thread go that waits for another.
    private func release() {
        stopReading.request()
        length.abort()
        movie?.abort()
        videoPackets.abandon()
        audioPackets.abandon()
        pictures.abandon()
        scenes.abandon()
        output.abandon()
        for queue in canvases { queue.abandon() }
    }

    /// Leaves nothing of a failed job behind.
    func abort() {
        release()
        // First, as it may lie in the folder, which can't be removed with a file in it.
        if let recording { CanvasRecorder.abandon(recording) }
        folder.revert()
    }
}
