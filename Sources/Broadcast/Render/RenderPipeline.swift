import Captions
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
///                           composer ─► pictures ───────────┘
///     show feed ──────────┘
final class RenderPipeline: Sendable {
    private let plan: RenderPlan
    private let folder: OutputFolder
    private let context: RenderContext
    private let movie: MovieWriter?
    private let timeline: EventTimeline
    private let language: String
    private let recording: String?
    /// What the preset says of the source's closed captions.
    private let captionLanguages: [ClosedCaptionChannel: LanguageTag]?
    private let isCut = Atomic(false)
    private let audioPackets = BoundedQueue<Packet>(capacity: 256)
    private let output = BoundedQueue<TrackOutput>(capacity: 16)
    private let encoders: ProgrammeEncoders
    private let pictures: PictureDesk
    /// Before the recorder, if there is one.
    private let recorded = CanvasQueue(capacity: 4)
    private let writer: Mutex<VODWriter>

    private let programme: FileProgramme
    private let sound: TransferBox<FileSound>
    private let audible: RenderedSound
    private let recorder: TransferBox<CanvasRecorder?>

    /// Makes all the parts; nothing runs yet.
    ///
    /// - Throws: What stands against it: a missing codec, a file that can't be created.
    init(
        options: RenderOptions, plan: RenderPlan, source: consuming FileSource, builder: SceneBuilder,
        folder: OutputFolder, context: RenderContext
    ) throws {
        (self.plan, self.folder, self.context) = (plan, folder, context)
        movie = options.movie.map(MovieWriter.init)
        (timeline, language) = (options.timeline, options.preset.locale)
        recording = options.rawCanvas
        captionLanguages = options.preset.captions?.source
        encoders = ProgrammeEncoders(plan, depth: 4, output: output, movie: movie)
        // Random enough that two runs into one folder never share a URI, short enough to read.
        let run = String(UInt32.random(in: .min ... .max), radix: 36)
        let captions = CaptionFeed(
            languages: options.preset.captions?.languages ?? [], run: run, known: options.captions)
        captions.put(allOf: options.timeline)
        writer = Mutex(
            VODWriter(
                folder: folder, tracks: plan.tracks, grid: plan.grid, run: run,
                storyboard: Storyboard(grid: TileGrid(canvas: plan.canvas)), captions: captions,
                ranges: TimelineRanges(timeline: options.timeline, preset: options.preset, start: options.start)))

        pictures = PictureDesk(
            .init(grid: TileGrid(canvas: plan.canvas), poster: nil, isLive: false), frameRate: plan.grid.frameRate,
            diagnostics: context.diagnostics
        ) { [output] in output.push(.picture($0)) }
        audible = RenderedSound(options, hasSound: source.audio != nil, context: context)
        sound = TransferBox(try FileSound(source, packets: audioPackets, diagnostics: context.diagnostics))
        programme = try FileProgramme(
            source, plan: plan,
            show: .init(
                preset: options.preset, timeline: options.timeline,
                start: WallTime(microseconds: options.start.millisecondsSince1970 * 1000), builder: builder,
                captions: options.captions, eyes: options.eyes, pictures: pictures.tap),
            audioPackets: audioPackets,
            canvases: encoders.canvases + (options.rawCanvas == nil ? [] : [recorded]), pictureLength: context.length,
            context: context)
        // Last, so that nothing of it is left if another part can't be made.
        var recorder: CanvasRecorder?
        if let path = options.rawCanvas {
            recorder = try CanvasRecorder(
                path: path, size: plan.canvas, frameRate: plan.grid.frameRate, canvases: recorded)
        }
        self.recorder = TransferBox(recorder)
    }

    /// What was odd about the source, a sentence each.
    var warnings: [String] { context.diagnostics.warnings }

    /// Runs all threads to the programme's end.
    ///
    /// Where it is stopped, it has a little more than a second to complete its segment: then what is whole is the show.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        let watch = Task { [self] in
            try await Grace(.milliseconds(1_200), after: context.stop).wait()
            cut()
        }
        defer { watch.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runOnThread(named: "writer") { try self.write() } }
            group.addTask { try await self.runProducers() }
            try await group.waitForAll { release() }
        }
        context.diagnostics.sumUpDamage()
    }

    /// Everything that feeds the writer; its queue is closed when all are done.
    private func runProducers() async throws {
        defer { output.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            programme.addThreads(to: &group)
            group.addTask { try await runOnThread(named: "sound") { try self.runSound() } }
            encoders.addRungs(to: &group)
            group.addTask { [pictures] in try await runOnThread(named: "pictures") { pictures.run() } }
            group.addTask { try await runOnThread(named: "recorder") { try self.recorder.take()?.run() } }
            try await group.waitForAll { release() }
        }
    }

    private func write() throws {
        // The writer is used by this thread alone until it has ended.
        try writer.withLock { writer in try writer.writeSegments(from: output) }
    }

    private func runSound() throws {
        // The file is heard through before its first sample is encoded; pictures wait meanwhile, as soon as their queues are full.
        let (processors, declared) = try audible.prepare()
        try encoders.withSound(declaring: declared) { programme, audioOnly in
            try SoundTrack(
                sound.take(), processors: processors, programme: programme, audioOnly: audioOnly, grid: plan.grid,
                length: context.length
            ).run()
        }
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
            let captions = closedCaptions()
            try movie?.finish(isUrgent: context.stop.isRequested, offers: timeline.productOffers, language: language)
            if let recording { try CanvasRecorder.publish(recording) }
            return try writer.withLock { writer in try writer.finish(closedCaptions: captions) }
        } catch {
            abort()
            throw error
        }
    }

    /// Those that the source had. The preset may know their languages, and may be wrong about which there are.
    private func closedCaptions() -> [ClosedCaptionService] {
        if captionLanguages == [:] { return [] }
        let (languages, channels) = (captionLanguages ?? [:], context.captions.channels)
        let missing = languages.keys.filter { !channels.contains($0) }.sorted().map(\.rawValue)
        if !missing.isEmpty {
            context.diagnostics.warn(
                "\(context.name) has no closed captions in \(missing.joined(separator: ", ")), which the preset's captions.source names"
            )
        }
        return ClosedCaptionService.services(
            Dictionary(uniqueKeysWithValues: channels.map { ($0, languages[$0]) }))
    }

    /// The programme's pictures in a show that was cut; `nil` if it wasn't.
    func frames(of renditions: [RenditionSummary]) -> Int? {
        guard isCut.load(ordering: .relaxed) else { return nil }
        return (renditions.map(\.segmentCount).min() ?? 0) * plan.grid.framesPerSegment
    }

    /// Ends what feeds the encoders, wherever it is.
    private func cut() {
        isCut.store(true, ordering: .relaxed)
        programme.abandon()
        encoders.abandon()
        recorded.abandon()
        pictures.tap.abandon()
    }

    /// Lets every thread go that waits for another.
    private func release() {
        programme.abandon()
        movie?.abort()
        output.abandon()
        encoders.abandon()
        recorded.abandon()
        pictures.tap.abandon()
    }

    /// Leaves nothing of a failed job behind.
    func abort() {
        release()
        // First, as it may lie in the folder, which can't be removed with a file in it.
        if let recording { CanvasRecorder.abandon(recording) }
        folder.revert()
    }
}
