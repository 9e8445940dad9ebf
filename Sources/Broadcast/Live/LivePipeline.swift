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
///     source ─► decoder ─► pictures ─► composer ─► encoder per rung ─► publisher ─► disk
///        └────► sound ─────────────────────────────────────────────────┘
///     show ───► scenes ────────────┘
///
/// What comes before the composer and the sound may stall, break and come back: those two run by the programme's clock.
final class LivePipeline: Sendable {
    private let plan: RenderPlan
    private let options: LiveOptions
    private let context: BroadcastContext
    private let controls: SourceControls
    private let signal: ShowInbox
    private let length: ProgrammeLength
    private let overload = OverloadControl()
    private let pictures: PictureBuffer
    private let scenes = SceneMailbox()
    private let ranges = DateRangeQueue()
    private let meters: [DurationMeter]
    /// Half a minute of sound, some seconds of pictures: more than the decoders may ever lag behind.
    private let videoItems = BoundedQueue<DecoderInput>(capacity: 120)
    private let audioItems = BoundedQueue<DecoderInput>(capacity: 1_500)
    private let canvases: [BoundedQueue<CanvasTick>]
    /// Some minutes of parts.
    private let output = BoundedQueue<TrackOutput>(capacity: 1_000)
    private let interrupt: Interrupt
    private let opened: BroadcastFolder.Opened?
    /// Requested once everything is published: the disk has all that it will ever get.
    private let lastWrites = Interrupt()

    private let pull: TransferBox<PullSource?>
    private let publisher: TransferBox<PublisherSource?>
    private let decoder: TransferBox<LiveVideoSource>
    private let show: TransferBox<LiveShow>
    private let composer: TransferBox<LiveComposer>
    private let publishing: TransferBox<LivePackager>
    private let disk: TransferBox<LiveDisk?>
    private let diskItems: BoundedQueue<DiskItem>
    private let origin: Origin?
    private let recorder: SourceRecorder?
    private let log: EventLog?

    /// Makes all the parts; nothing runs yet.
    ///
    /// - Parameters:
    ///   - opened: The input, if it is one that is opened beforehand.
    ///   - interrupt: What that looks at. Ends the source.
    ///   - eventQueue: Where publishers come in, if the input is one that listens.
    init(
        _ input: LiveInput, opened: consuming InputContainer?, interrupt: Interrupt, eventQueue: IngestEventQueue?,
        options: LiveOptions, plan: RenderPlan, builder: SceneBuilder, broadcast: BroadcastFolder.Opened?,
        origin: Origin?,
        timelines: TimelinePlan, log: EventLog?, signal: ShowInbox, context: BroadcastContext, controls: SourceControls,
        monitor: LatestCanvas
    ) throws {
        (self.plan, self.options, self.context, self.signal) = (plan, options, context, signal)
        (self.interrupt, self.opened) = (interrupt, broadcast)
        (self.controls, self.log) = (controls, log)
        // Pictures also wait where the sound is to be heard earlier.
        let longestDelay = Int64(-SourceControls.audioDelays.lowerBound) * 1_000_000
        pictures = PictureBuffer(jitterBuffer: options.jitterBuffer + longestDelay)
        let (rate, leads) = (plan.grid.frameRate, PartLeads())
        length = ProgrammeLength(
            frameRate: rate, limit: options.maximumDuration.map { max(1, rate.tick(atOrAfter: $0)) })
        // Ten seconds: what waits there beyond some ticks is the same canvas again and again, or the machine is lost.
        canvases = plan.rungs.map { _ in BoundedQueue<CanvasTick>(capacity: 10 * rate.framesPerSecond) }
        meters = plan.rungs.map { _ in DurationMeter() }
        let programme = ProgrammeEnd(
            interrupt: interrupt, length: length, clock: context.clock, jitterBuffer: options.jitterBuffer)
        let recorder = options.sourceRecording.map { _ in SourceRecorder(context: context) }
        self.recorder = recorder
        if let eventQueue {
            publisher = TransferBox(
                PublisherSource(
                    eventQueue: eventQueue, video: videoItems, audio: audioItems, options: options,
                    controls: controls, programme: programme, context: context,
                    recorder: recorder))
            pull = TransferBox(nil)
        } else {
            pull = TransferBox(
                PullSource(
                    input, opened: opened, video: videoItems, audio: audioItems, options: options,
                    controls: controls, programme: programme, context: context,
                    recorder: recorder))
            publisher = TransferBox(nil)
        }
        decoder = TransferBox(
            LiveVideoSource(
                controls: controls, items: videoItems, pictures: pictures, overload: overload,
                context: context))
        var show = LiveShow(
            builder: builder, timeline: options.events, startsWithSource: options.startsWithSource, inbox: signal,
            controls: controls, output: LiveShow.Output(scenes: scenes, ranges: ranges, log: log), context: context)
        let firstScene = try show.prepareFirst()
        self.show = TransferBox(show)
        composer = TransferBox(
            LiveComposer(
                painter: CanvasRenderer(
                    reframer: try Reframer(options.preset.reframe, canvas: plan.canvas),
                    pool: try VideoFramePool(size: plan.canvas)),
                firstScene: firstScene,
                lead: ComposerLead(jitterBuffer: options.jitterBuffer, grid: plan.grid), leads: leads,
                pictures: pictures, scenes: scenes, canvases: canvases, overload: overload, length: length,
                context: context, show: signal,
                controls: controls, monitor: monitor,
                watch: SourceHealth(longestPicturePause: options.longestPicturePause)))
        let rates = plan.tracks.map { Self.rate(of: $0, row: plan.row, grid: plan.grid) }
        // A minute of segments: a disk that stands still that long loses some.
        let items = BoundedQueue<DiskItem>(capacity: 40 * plan.tracks.count)
        diskItems = items
        self.origin = origin
        publishing = TransferBox(
            LivePackager(
                plan: plan, timelines: timelines, rates: rates, origin: origin,
                disk: broadcast.map { _ in DiskQueue(items: items, context: context) },
                folder: broadcast?.folder.path, ranges: ranges, leads: leads,
                context: context))
        disk = TransferBox(
            broadcast.map { broadcast in
                LiveDisk(
                    broadcast, plan: plan, timelines: timelines, records: options.records, rates: rates,
                    context: context)
            })
    }

    /// What it can be measured by: read when somebody asks.
    private func addGauges() {
        func depth(_ queue: String, _ value: @escaping @Sendable () -> Int) -> MetricSource {
            MetricSource(.gauge, "queue_depth", "What waits in a queue", [("queue", queue)]) { Double(value()) }
        }
        var gauges = [depth("parts") { [output] in output.depth }, depth("disk") { [diskItems] in diskItems.depth }]
        for (track, rung) in plan.rungs.enumerated() {
            let (queue, meter) = (canvases[track], meters[track])
            gauges.append(depth("canvas \(rung.size)") { queue.depth })
            gauges.append(
                MetricSource(
                    .counter, "encoded_pictures", "Pictures encoded", [("rung", "\(rung.size)")]
                ) { Double(meter.count.load(ordering: .relaxed)) })
            gauges.append(
                MetricSource(
                    .counter, "encode_seconds", "Time that scaling, encoding and packing took",
                    [("rung", "\(rung.size)")]
                ) { Double(meter.nanoseconds.load(ordering: .relaxed)) / 1e9 })
        }
        context.status.add(gauges)
    }

    /// What a track takes at most and on average, container included: decided by its encoder's settings.
    private static func rate(of track: Track, row: EncoderRow, grid: PartGrid) -> MultivariantBuilder.Rate {
        switch track.kind {
        case .video(let rung):
            let settings = row.settings(
                for: rung, frameRate: grid.frameRate, keyInterval: grid.framesPerSegment)
            // A segment may also take a part of the decoder's buffer with it.
            return .init(peak: settings.peakBitRate * 6 / 5, average: settings.bitRate * 102 / 100)
        case .audio(let bitRate, _):
            return .init(peak: bitRate * 115 / 100, average: bitRate * 108 / 100)
        }
    }

    /// Runs all threads to the programme's end.
    ///
    /// - Throws: The first error of any, when all have stopped.
    func run() async throws {
        addGauges()
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

    /// Waits for the disk a moment.
    private func finishLog() async {
        // What doesn't throw can't fail.
        _ = try? await runOnThread(named: "last events") { [log] in log?.finish() }
    }

    private func runThreads() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await runOnThread(named: "publisher") {
                    var publisher = self.publishing.take()
                    publisher.run(self.output)
                    self.lastWrites.request()
                }
            }
            group.addTask { try await self.keepOnDisk() }
            group.addTask { try await self.keepSource() }
            group.addTask { try await self.runProducers() }
            try await group.waitForAll { release() }
        }
    }

    /// Unless something of it is on the disk. What was recorded of its source stays, and so does what lets that go on.
    func leaveAsFound() {
        if context.status.snapshot.recordedFiles == 0 { opened?.leaveAsFound() }
    }

    /// A programme that was asked to end doesn't wait for ever for who writes, but some time in any case.
    private var writersGraces: [Grace] {
        [Grace(.milliseconds(1_850), after: context.stop), Grace(.milliseconds(500), after: lastWrites)]
    }

    private func keepOnDisk() async throws {
        let isKept = try await runOnThread(named: "disk", leavingAfter: writersGraces) {
            guard var disk = self.disk.take() else { return true }
            return disk.run(self.diskItems, tellingOf: self.origin)
        }
        guard isKept != true, let folder = opened?.folder.path else { return }
        let cause = isKept == nil ? "the disk is too slow to take" : "the disk didn't take"
        throw JobError(
            .outputNotWritable,
            "\(folder): \(cause) the end of the show, which stays unfinished; the same command goes on from there")
    }

    private func keepSource() async throws {
        let isKept: Void? = try await runOnThread(named: "recorder", leavingAfter: writersGraces) { self.record() }
        if isKept == nil {
            context.diagnostics.warn("the disk is too slow: the end of the source's recording is missing")
        }
    }

    /// Everything that feeds the publisher; its queue is closed when all are done.
    private func runProducers() async throws {
        defer { output.close() }
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
            for (track, rung) in plan.rungs.enumerated() {
                group.addTask {
                    try await runOnThread(named: "rung \(rung.size)") { try self.encode(rung, track: track) }
                }
            }
            try await group.waitForAll { release() }
        }
    }

    /// What comes before the composer, which goes on without: a thread that hangs in the look-up of a name, or reads a picture
    /// from a disk that is gone, is left to itself when the programme is over.
    private func feed(_ name: String, _ body: @escaping @Sendable () throws -> Void) async throws {
        let grace = Grace(.milliseconds(300), after: interrupt)
        guard try await runOnThread(named: name, leavingAfter: [grace], body) == nil else { return }
        recorder?.finish()
        for items in [videoItems, audioItems] { items.close() }
    }

    private func runSource() throws {
        defer { recorder?.finish() }
        try pull.take()?.run()
        try publisher.take()?.run()
    }

    private func record() {
        guard let recorder, let file = options.sourceRecording else { return }
        SourceRecording(file, recorder: recorder, clock: context.clock.base, context: context)
            .run()
    }

    private func runSound() throws {
        var group: SoundTrackEncoder?
        var alone: SoundTrackEncoder?
        for (index, track) in plan.tracks.enumerated() {
            guard case .audio(let bitRate, let isGroup) = track.kind else { continue }
            let encoder = try SoundTrackEncoder(
                track: index, bitRate: bitRate, grid: plan.grid, output: output, movie: nil, emitsParts: true)
            if isGroup { group = encoder } else { alone = encoder }
        }
        try LiveSoundTrack(
            items: audioItems, group: group, alone: alone, length: length,
            controls: controls, context: context
        ).run()
    }

    private func encode(_ rung: Rung, track: Int) throws {
        let (rate, interval) = (plan.grid.frameRate, plan.grid.framesPerSegment)
        try RungEncoder(
            track: track, rung: rung, settings: plan.row.settings(for: rung, frameRate: rate, keyInterval: interval),
            grid: plan.grid, canvases: canvases[track], output: output, movie: nil,
            relief: .init(
                control: overload,
                cheapSettings: plan.row.cheap.settings(for: rung, frameRate: rate, keyInterval: interval),
                // Of one rung alone, viewers would have nothing but a photo.
                isLowest: plan.rungs.count > 1 && track == plan.rungs.count - 1, meter: meters[track])
        ).run()
    }

    /// Lets every thread go that waits for another.
    private func release() {
        recorder?.finish()
        context.clock.start()
        length.decide(1)
        length.abort()
        interrupt.request()
        signal.finish()
        videoItems.abandon()
        audioItems.abandon()
        for queue in canvases { queue.abandon() }
        output.abandon()
        diskItems.abandon()
    }
}
