import FFmpegKit
import HLS
import Ingest
import Logging
import MediaModel
import Overlay
import Show
import Synchronization

/// The threads of a live programme, and what stands between them.
///
///     source ─► decoder ─► pictures ─► composer ─► encoder per rung ─► LiveOutput
///        └────► sound ─────────────────────────────────────────────────┘
///     show ───► scenes ────────────┘
///
/// What comes before the composer and the sound may stall, break and come back: those two run by the programme's clock.
final class LivePipeline: Sendable {
    /// Where the source comes from.
    struct Input: ~Copyable {
        let kind: LiveInput
        /// Ends the source.
        let interrupt: Interrupt
        /// If it is one that is opened beforehand. Looks at `interrupt`.
        var opened: InputContainer?
        /// Where publishers come in, if it is one that listens.
        let eventQueue: IngestEventQueue?
    }

    /// The show, and what others may look at or set while it runs.
    struct Stage: Sendable {
        let builder: SceneBuilder
        let inbox: ShowInbox
        let controls: SourceControls
        let monitor: LatestCanvas
        let log: EventLog?
        /// Where destinations take packets from.
        let outlets: ProgrammeOutlets
    }

    private let options: LiveOptions
    private let context: BroadcastContext
    private let stage: Stage
    private let length: ProgrammeLength
    /// The programme's: today one.
    private let sources: [SourceID: SourceChain]
    /// The one whose pictures and sound the programme has.
    private let source: SourceChain
    private let interrupt: Interrupt
    private let encoders: ProgrammeEncoders
    private let pictures: PictureDesk
    private let output: LiveOutput
    private let captions: CaptionFeed
    private let bed: LiveBed

    private let show: TransferBox<LiveShow>
    private let composer: TransferBox<FrameComposer<LivePictures>>

    /// Makes all the parts; nothing runs yet.
    init(
        _ input: consuming Input, stage: Stage, destination: LiveOutput.Destination, plan: RenderPlan,
        options: LiveOptions, context: BroadcastContext
    ) throws {
        (self.options, self.context, self.stage) = (options, context, stage)
        interrupt = input.interrupt
        let rate = plan.grid.frameRate
        let (overload, scenes, ranges) = (OverloadControl(), SceneMailbox(), DateRangeQueue())
        let captions = CaptionFeed(
            languages: options.preset.captions?.languages ?? [], run: destination.timelines.run,
            known: options.captions)
        self.captions = captions
        length = ProgrammeLength(
            frameRate: rate, limit: options.maximumDuration.map { max(1, rate.tick(atOrAfter: $0)) })
        output = LiveOutput(destination, plan: plan, ranges: ranges, captions: captions, context: context)
        // Ten seconds: what waits there beyond some ticks is the same canvas again and again.
        encoders = ProgrammeEncoders(
            plan, depth: 10 * rate.framesPerSecond, output: output.parts,
            broadcasting: .init(
                overload: overload, diagnostics: context.diagnostics, outlets: stage.outlets))
        pictures = PictureDesk(
            .init(
                grid: options.records ? TileGrid(canvas: plan.canvas) : nil,
                poster: destination.folder?.pictures.poster, isLive: true),
            frameRate: rate, diagnostics: context.diagnostics
        ) { [output] in output.parts.tryPush(.picture($0)) }
        let programme = ProgrammeEnd(
            interrupt: interrupt, length: length, clock: context.clock, jitterBuffer: options.jitterBuffer)
        let feed: SourceInput =
            if let eventQueue = input.eventQueue { .publishers(eventQueue) } else {
                .pull(input.kind, opened: input.opened.take())
            }
        source = SourceChain(
            .main, feed, options: options, controls: stage.controls, overload: overload, programme: programme,
            context: context)
        let camera = LiveCamera(
            options.preset.reframe, canvas: plan.canvas, lookAhead: options.lookAhead, analyst: source.analyst,
            context: context)
        sources = [source.id: source]
        bed = LiveBed(
            options.preset.sound?.bed, frameRate: rate, folder: destination.folder?.folder.path,
            diagnostics: context.diagnostics)
        var show = LiveShow(
            builder: stage.builder, timeline: options.events, startsWithSource: options.startsWithSource,
            inbox: stage.inbox, controls: stage.controls,
            output: LiveShow.Output(scenes: scenes, ranges: ranges, captions: captions, log: stage.log, bed: bed),
            context: context)
        let firstScene = try show.prepareFirst()
        self.show = TransferBox(show)
        composer = TransferBox(
            FrameComposer(
                pacing: ClockPacing(
                    lead: ComposerLead(
                        jitterBuffer: options.jitterBuffer - options.lookAhead, lookAhead: options.lookAhead,
                        grid: plan.grid),
                    canvases: encoders.canvases, overload: overload, context: context),
                pictures: LivePictures(
                    source, camera: camera, captions: options.preset.captions?.source?.keys.sorted(), show: stage.inbox,
                    context: context),
                compositions: [
                    Composition(
                        renderer: try CanvasRenderer(options.preset.reframe, canvas: plan.canvas),
                        firstScene: firstScene, scenes: LiveScenes(scenes, stage.inbox), canvases: encoders.canvases,
                        monitor: stage.monitor, pictures: pictures.tap)
                ],
                grid: plan.grid, length: length, stop: context.stop))
    }

    /// Runs all threads to the programme's end.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        context.status.add(output.gauges + encoders.gauges + captions.gauges + pictures.gauges)
        if !options.startsWithSource { context.clock.start() }
        // A programme that never began leaves nothing, why ever it ended.
        defer { leaveAsFound() }
        do {
            // A programme that is stopped before it began never does: nobody has seen anything of it.
            try await context.stop.withHandler { [context, length] in
                context.clock.cancelStart { length.decide(0) }
            } operation: {
                try await runThreads()
            }
        } catch {
            await finishLog()
            throw error
        }
        await finishLog()
        context.diagnostics.sumUpDamage()
    }

    /// Unless something of it is on the disk.
    func leaveAsFound() { output.leaveAsFound() }

    /// Waits for the disk a moment.
    private func finishLog() async {
        // What doesn't throw can't fail.
        _ = try? await runOnThread(named: "last events") { [stage, context] in
            stage.log?.finish()
            context.sourceMap?.finish()
        }
    }

    private func runThreads() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            output.addThreads(to: &group)
            for source in sources.values {
                group.addTask { try await source.record(leavingAfter: self.output.graces) }
            }
            group.addTask { try await self.runProducers() }
            try await group.waitForAll { release() }
        }
    }

    /// Everything that feeds the publisher; its queue is closed when all are done.
    private func runProducers() async throws {
        defer { output.parts.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for source in sources.values { group.addTask { try await source.run() } }
            group.addTask { try await self.runShow() }
            group.addTask { try await runOnThread(named: "sound") { try self.runSound() } }
            group.addTask { try await self.bed.run() }
            group.addTask {
                try await runOnThread(named: "composer") {
                    // Whatever ends the programme ends its source too.
                    defer { for source in self.sources.values { source.stop() } }
                    try self.composer.take().run()
                }
            }
            encoders.addRungs(to: &group)
            group.addTask { [pictures] in
                // A show doesn't wait for its pictures.
                let grace = Grace(.milliseconds(500), after: pictures.tap.ended)
                _ = try await runOnThread(named: "pictures", leavingAfter: [grace]) { pictures.run() }
            }
            try await group.waitForAll { release() }
        }
    }

    /// A picture of an event may lie on a disk that is gone: then its thread is left to itself when the programme is over.
    private func runShow() async throws {
        let grace = Grace(.milliseconds(300), after: interrupt)
        _ = try await runOnThread(named: "show", leavingAfter: [grace]) { self.show.take().run() }
    }

    private func runSound() throws {
        defer { bed.close() }
        let controls = source.controls
        let levelling = SoundLevelling(
            { controls.settings.sound?.setting ?? SoundPreset.untouched.setting },
            speakers: { [source] in source.speakers.load(ordering: .relaxed) },
            bed: LiveBedSupply(bed: bed, controls: controls), watch: SoundWatch(controls, context: context))
        let gain = SoundGain { controls.settings.soundGain }
        try encoders.withSound(declaring: controls.settings.sound?.promise) { programme, audioOnly in
            try SoundTrack(
                LiveSound(source), processors: [levelling, gain], programme: programme, audioOnly: audioOnly,
                grid: context.grid, length: length
            ).run()
        }
    }

    /// Lets every thread go that waits for another.
    private func release() {
        context.clock.start()
        length.decide(1)
        length.abort()
        for source in sources.values { source.abandon() }
        stage.inbox.finish()
        bed.close()
        encoders.abandon()
        pictures.tap.abandon()
        output.abandon()
    }
}
