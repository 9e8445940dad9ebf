import FFmpegKit
import HLS
import MediaModel
import Overlay
import Show

/// Makes a live programme's pictures, each at its time or a steady ``ComposerLead`` before, on a thread of its own:
/// whatever the source does.
///
/// Never calls a codec, never touches a disk, never waits for anything but the clock.
struct LiveComposer: ~Copyable {
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private var painter: CanvasRenderer
    private var watch: SourceHealth
    private var governor = OverloadGovernor()
    private var lead: ComposerLead
    private let leads: PartLeads
    private let pictures: PictureBuffer
    private let scenes: SceneMailbox
    private let canvases: [BoundedQueue<CanvasTick>]
    private let overload: OverloadControl
    private let length: ProgrammeLength
    private let context: BroadcastContext
    private let show: ShowInbox
    private let controls: SourceControls
    private let monitor: LatestCanvas

    private var scene: Scene
    private var reframe: ReframePreset
    /// What viewers see of the source.
    private var shownState: LiveStatus.SourceState
    private var backdrop: SharedFrame?
    private var last: SharedFrame?
    private var lastTime: Int64?

    init(
        painter: consuming CanvasRenderer, firstScene: Scene,
        lead: ComposerLead, leads: PartLeads, pictures: PictureBuffer, scenes: SceneMailbox,
        canvases: [BoundedQueue<CanvasTick>], overload: OverloadControl, length: ProgrammeLength,
        context: BroadcastContext,
        show: ShowInbox, controls: SourceControls, monitor: LatestCanvas, watch: SourceHealth = SourceHealth()
    ) {
        self.painter = painter
        self.watch = watch
        self.lead = lead
        self.leads = leads
        self.pictures = pictures
        self.scenes = scenes
        self.canvases = canvases
        self.overload = overload
        self.length = length
        self.context = context
        self.show = show
        self.controls = controls
        self.monitor = monitor
        reframe = controls.settings.reframe
        shownState = .waiting
        scene = firstScene
        synchroniser = FrameSynchroniser(frameRate: context.grid.frameRate)
    }

    /// Runs until the programme's end is decided, or `stop` is requested: then the segment in progress is completed. Before the
    /// first tick, none is in progress.
    ///
    /// - Throws: ``FFmpegError`` without memory.
    consuming func run() throws {
        defer {
            show.finish()
            for queue in canvases { queue.close() }
        }
        var tick = 0
        var isStopping = false
        while true {
            let schedule = time(of: tick) - lead.current
            context.clock.wait(until: schedule)
            if context.stop.isRequested && !isStopping {
                isStopping = true
                let segment = (tick + context.grid.framesPerSegment - 1) / context.grid.framesPerSegment
                length.decide(segment * context.grid.framesPerSegment)
            }
            if let end = length.end, tick >= end { break }
            let frame = try compose(tick)
            if (tick + 1) % context.grid.framesPerPart == 0 {
                leads.note(time(of: tick) - schedule, ofPart: tick / context.grid.framesPerPart)
                context.status.partLatency.noteArrival(
                    ofPictureAt: Int64(tick / context.grid.framesPerPart), at: context.clock.now)
            }
            for queue in canvases { guard queue.push(CanvasTick(frame: frame, tick: tick)) else { return } }
            govern(lateness: context.clock.now - schedule)
            context.status.set(\.lead, lead.advance(at: context.clock.now))
            tick += 1
        }
        length.decide(tick)
        context.tell(.source(.finished))
    }

    /// Whether a tick does with the canvas of the one before, for want of time.
    ///
    /// All rungs get the same, so that a change of the show is on one tick in all of them, and where there is one, a new canvas
    /// comes for it.
    private func isSpared(_ tick: Int, _ news: SceneMailbox.News) -> Bool {
        let depth = canvases.map(\.depth).max() ?? 0
        let rate = context.grid.frameRate.framesPerSecond
        // An encoder that is half a second behind: one canvas again and again costs it next to nothing, and memory nothing
        // at all. Changes by the dozen must not take that from it.
        if depth >= rate / 2, news < .change || depth >= rate {
            context.status.count(\.repeatedCanvases)
            return true
        }
        return overload.composesEverySecondTick && tick % 2 == 1 && news < .change
    }

    private func time(of tick: Int) -> Int64 {
        Int64(tick) * 1_000_000_000 / Int64(context.grid.frameRate.framesPerSecond)
    }

    private mutating func compose(_ tick: Int) throws -> SharedFrame {
        while synchroniser.needsPicture(forTick: tick), let entry = pictures.pop() {
            let due = time(of: synchroniser.tick(showing: entry.picture.time))
            lead.note(slack: due - entry.decoded, at: context.clock.now)
            synchroniser.offer(entry.picture, time: entry.picture.time)
        }
        let picture = synchroniser.picture(forTick: tick)
        let isNew = picture.map { $0.picture.time != lastTime } ?? false
        lastTime = picture?.picture.time
        let settings = controls.settings
        if settings.reframe != reframe {
            reframe = settings.reframe
            try painter.reframe(reframe)
            backdrop = nil
        }
        let seen = watch.update(hasNewPicture: isNew, pulse: context.status.pulse.time, time: time(of: tick))
        let state = settings.showsSlate && seen != .waiting ? .slate : seen
        if state != shownState { change(to: state, isForced: settings.showsSlate) }
        context.status.set(\.droppedPictures, synchroniser.dropped + pictures.dropped)
        let news = scenes.exchange(&scene, atTick: tick)
        show.reached(tick + 1)

        if let last, isSpared(tick, news) {
            painter.forget()
            return last
        }
        let frame: SharedFrame
        switch (state, picture) {
        case (.live, let picture?), (.frozen, let picture?):
            if isNew { painter.forget() }
            // While it freezes, the same picture comes again; what a stall's first tick didn't know costs one more resize.
            frame = try painter.draw(
                picture.picture, isRepeatedNext: picture.isRepeatedNext || !isNew, scene: scene, tick: tick)
        default:
            if backdrop == nil {
                painter.forget()
                backdrop = try painter.makeBackdrop(of: picture?.picture)
            }
            frame = try painter.draw(on: backdrop!, scene: scene, tick: tick)
        }
        last = frame
        monitor.show(
            .init(canvas: frame, tick: tick, picture: state == .live || state == .frozen ? picture?.picture : nil))
        if isNew, let time = lastTime { context.status.noteComposed(pictureAt: time, at: context.clock.now) }
        return frame
    }

    private mutating func change(to state: LiveStatus.SourceState, isForced: Bool) {
        shownState = state
        let cause = isForced ? SlateCause.isWanted : watch.lacksPictures ? .picturesPause : .nothingComes
        context.tell(.source(state, because: state == .slate ? cause : nil))
        show.set(source: state)
        // Of the next loss, the next last picture.
        if state == .live { backdrop = nil }
    }

    private mutating func govern(lateness: Int64) {
        let now = context.clock.now
        context.status.noteTick(lateness: lateness)
        let before = governor.step
        let step = governor.update(lateness: lateness, depth: canvases.map(\.depth).max() ?? 0, now: now)
        guard step != before else { return }
        overload.step = step
        context.tell(.overload(from: before, to: step, rungCount: canvases.count))
    }
}
