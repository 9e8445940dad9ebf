import FFmpegKit
import HLS
import Ingest
import Logging
import MediaModel
import Overlay
import Show

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
    }

    private let options: LiveOptions
    private let context: BroadcastContext
    private let stage: Stage
    private let length: ProgrammeLength
    /// Half a minute of sound, some seconds of pictures: more than the decoders may ever lag behind.
    private let videoItems = BoundedQueue<DecoderInput>(capacity: 120)
    private let audioItems = BoundedQueue<DecoderInput>(capacity: 1_500)
    private let interrupt: Interrupt
    private let encoders: ProgrammeEncoders
    private let output: LiveOutput

    private let pull: TransferBox<PullSource?>
    private let publisher: TransferBox<PublisherSource?>
    private let decoder: TransferBox<LiveVideoSource>
    private let show: TransferBox<LiveShow>
    private let composer: TransferBox<FrameComposer<LivePictures>>
    private let recorder: SourceRecorder?

    /// Makes all the parts; nothing runs yet.
    init(
        _ input: consuming Input, stage: Stage, destination: LiveOutput.Destination, plan: RenderPlan,
        options: LiveOptions, context: BroadcastContext
    ) throws {
        (self.options, self.context, self.stage) = (options, context, stage)
        interrupt = input.interrupt
        // Pictures also wait where the sound is to be heard earlier.
        let longestDelay = Int64(-SourceControls.audioDelays.lowerBound) * 1_000_000
        let pictures = PictureBuffer(jitterBuffer: options.jitterBuffer + longestDelay)
        let (rate, controls) = (plan.grid.frameRate, stage.controls)
        let (overload, scenes, ranges) = (OverloadControl(), SceneMailbox(), DateRangeQueue())
        length = ProgrammeLength(
            frameRate: rate, limit: options.maximumDuration.map { max(1, rate.tick(atOrAfter: $0)) })
        output = LiveOutput(destination, plan: plan, ranges: ranges, context: context)
        // Ten seconds: what waits there beyond some ticks is the same canvas again and again.
        encoders = ProgrammeEncoders(
            plan, depth: 10 * rate.framesPerSecond, output: output.parts,
            broadcasting: .init(overload: overload, diagnostics: context.diagnostics))
        let programme = ProgrammeEnd(
            interrupt: interrupt, length: length, clock: context.clock, jitterBuffer: options.jitterBuffer)
        let recorder = options.sourceRecording.map { _ in SourceRecorder(context: context) }
        self.recorder = recorder
        if let eventQueue = input.eventQueue {
            publisher = TransferBox(
                PublisherSource(
                    eventQueue: eventQueue, video: videoItems, audio: audioItems, options: options,
                    controls: controls, programme: programme, context: context, recorder: recorder))
            pull = TransferBox(nil)
        } else {
            pull = TransferBox(
                PullSource(
                    input.kind, opened: input.opened.take(), video: videoItems, audio: audioItems, options: options,
                    controls: controls, programme: programme, context: context, recorder: recorder))
            publisher = TransferBox(nil)
        }
        decoder = TransferBox(
            LiveVideoSource(
                controls: controls, items: videoItems, pictures: pictures, overload: overload, context: context))
        var show = LiveShow(
            preset: options.preset, startsWithSource: options.startsWithSource, timeline: options.events,
            builder: stage.builder, scenes: scenes, signal: stage.inbox, controls: controls, context: context,
            log: stage.log, ranges: ranges)
        let firstScene = try show.prepareFirst()
        self.show = TransferBox(show)
        composer = TransferBox(
            FrameComposer(
                pacing: ClockPacing(
                    lead: ComposerLead(jitterBuffer: options.jitterBuffer, grid: plan.grid),
                    canvases: encoders.canvases, overload: overload, context: context),
                pictures: LivePictures(
                    pictures, watch: SourceHealth(longestPicturePause: options.longestPicturePause),
                    controls: controls, show: stage.inbox, context: context),
                compositions: [
                    Composition(
                        renderer: try CanvasRenderer(options.preset.reframe, canvas: plan.canvas),
                        firstScene: firstScene, scenes: scenes, canvases: encoders.canvases, monitor: stage.monitor)
                ],
                grid: plan.grid, length: length, stop: context.stop))
    }

    /// Runs all threads to the programme's end.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        context.status.add(output.gauges + encoders.gauges)
        if !options.startsWithSource { context.clock.start() }
        // A programme that never began leaves nothing, why ever it ended.
        defer { leaveAsFound() }
        do {
            try await runThreads()
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
        _ = try? await runOnThread(named: "last events") { [stage] in stage.log?.finish() }
    }

    private func runThreads() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            output.addThreads(to: &group)
            group.addTask { try await self.keepSource() }
            group.addTask { try await self.runProducers() }
            try await group.waitForAll { release() }
        }
    }

    private func keepSource() async throws {
        let isKept: Void? = try await runOnThread(named: "recorder", leavingAfter: output.graces) { self.record() }
        if isKept == nil {
            context.diagnostics.warn("the disk is too slow: the end of the source's recording is missing")
        }
    }

    /// Everything that feeds the publisher; its queue is closed when all are done.
    private func runProducers() async throws {
        defer { output.parts.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.feed("source") { try self.runSource() } }
            group.addTask { try await self.feed("decoder") { try self.decoder.take().run() } }
            group.addTask { try await self.feed("show") { self.show.take().run() } }
            group.addTask { try await runOnThread(named: "sound") { try self.runSound() } }
            group.addTask {
                try await runOnThread(named: "composer") {
                    // Whatever ends the programme ends its source too.
                    defer { self.interrupt.request() }
                    try self.composer.take().run()
                }
            }
            encoders.addRungs(to: &group)
            group.addTask { try await self.cancelWhenStopped() }
            try await group.waitForAll { release() }
        }
    }

    /// What comes before the composer, which goes on without: a thread that hangs in the look-up of a name, or reads a picture
    /// from a disk that is gone, is left to itself when the programme is over.
    private func feed(_ name: String, _ body: @escaping @Sendable () throws -> Void) async throws {
        let grace = Grace(.milliseconds(300)) { [interrupt] in interrupt.isRequested }
        guard try await runOnThread(named: name, leavingAfter: [grace], body) == nil else { return }
        recorder?.finish()
        for items in [videoItems, audioItems] { items.close() }
    }

    /// A programme that is stopped before it began never does: nobody has seen anything of it.
    private func cancelWhenStopped() async throws {
        while !interrupt.isRequested {
            if context.stop.isRequested { _ = context.clock.cancelStart { length.decide(0) } }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func runSource() throws {
        defer { recorder?.finish() }
        try pull.take()?.run()
        try publisher.take()?.run()
    }

    private func record() {
        guard let recorder, let file = options.sourceRecording else { return }
        SourceRecording(file, recorder: recorder, clock: MonotonicClock(), context: context)
            .run()
    }

    private func runSound() throws {
        try encoders.withSound { group, alone in
            try LiveSoundTrack(
                items: audioItems, group: group, alone: alone, length: length, controls: stage.controls,
                context: context
            ).run()
        }
    }

    /// Lets every thread go that waits for another.
    private func release() {
        recorder?.finish()
        context.clock.start()
        length.decide(1)
        length.abort()
        interrupt.request()
        stage.inbox.finish()
        videoItems.abandon()
        audioItems.abandon()
        encoders.abandon()
        output.abandon()
    }
}
