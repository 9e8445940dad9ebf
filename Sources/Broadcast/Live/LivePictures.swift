import FFmpegKit
import HLS
import MediaModel

/// A live source's pictures, of which none is waited for. While the source is gone, the slate stands in.
struct LivePictures: PictureSupply {
    private var synchroniser: FrameSynchroniser<SourcePicture>
    private var watch: SourceHealth
    private let source: SourceChain
    private var camera: LiveCamera?
    private let show: ShowInbox
    private let context: BroadcastContext
    /// What viewers see of the source.
    private var shownState = LiveStatus.SourceState.waiting
    private var slack: Int64?

    /// - Parameters:
    ///   - camera: `nil`: the crop never follows.
    ///   - show: Is told what is seen of the source.
    init(_ source: SourceChain, camera: LiveCamera? = nil, show: ShowInbox, context: BroadcastContext) {
        synchroniser = FrameSynchroniser(frameRate: context.grid.frameRate)
        (self.source, self.camera, watch) = (source, camera, source.makeHealth())
        (self.show, self.context) = (show, context)
    }

    mutating func prepare(_ tick: Int) -> Bool {
        slack = nil
        while synchroniser.needsPicture(forTick: tick), let entry = source.pictures.pop() {
            let due = context.time(ofTick: synchroniser.tick(showing: entry.picture.time))
            slack = min(slack ?? .max, due - entry.decoded)
            synchroniser.offer(entry.picture, time: entry.picture.time)
        }
        return true
    }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        let chosen = synchroniser.picture(forTick: tick)
        let isNew = chosen?.isNew ?? false
        let settings = source.controls.settings
        let seen = watch.update(
            hasNewPicture: isNew, pulse: source.pulse.time, time: context.time(ofTick: tick))
        let state = settings.showsSlate && seen != .waiting ? .slate : seen
        if state != shownState { change(to: state, isForced: settings.showsSlate) }
        context.status.set(\.droppedPictures, synchroniser.dropped + source.pictures.dropped)
        let sight = camera?.sight(
            of: chosen?.picture, settings.reframe, source.controls.takeFollowCommands(settings),
            at: context.time(ofTick: tick))
        return TickPicture(
            picture: chosen?.picture, isShown: chosen != nil && (state == .live || state == .frozen), isNew: isNew,
            isRepeatedNext: chosen?.isRepeatedNext ?? false, reframe: settings.reframe, sight: sight, slack: slack,
            lookAhead: camera?.lookAheadInUse ?? 0)
    }

    func finish() {
        context.tell(.source(.finished))
    }

    func leave() {}

    private mutating func change(to state: LiveStatus.SourceState, isForced: Bool) {
        shownState = state
        let cause = isForced ? SlateCause.isWanted : watch.lacksPictures ? .picturesPause : .nothingComes
        context.tell(.source(state, because: state == .slate ? cause : nil))
        show.set(source: state)
    }
}
