import FFmpegKit
import Follow
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
    private var captions: SourceCaptions
    /// What viewers see of the source.
    private var shownState = LiveStatus.SourceState.waiting
    private var slack: Int64?
    /// What the map of the recorded source was told last.
    private var framing: SourceFraming?
    private var center: Double?

    /// - Parameters:
    ///   - camera: `nil`: the crop never follows.
    ///   - captions: The source's closed captions that players are told of; none if they are left out. `nil`: nobody has said anything.
    ///   - show: Is told what is seen of the source.
    init(
        _ source: SourceChain, camera: LiveCamera? = nil, captions: [ClosedCaptionChannel]? = nil, show: ShowInbox,
        context: BroadcastContext
    ) {
        let captionWatch = ClosedCaptionWatch(declared: captions, context: context)
        self.captions = SourceCaptions(
            frameRate: context.grid.frameRate, isKept: captions?.isEmpty == false, tell: { captionWatch.note($0) })
        synchroniser = FrameSynchroniser(frameRate: context.grid.frameRate)
        (self.source, self.camera, watch) = (source, camera, source.makeHealth())
        (self.show, self.context) = (show, context)
    }

    mutating func prepare(_ tick: Int) -> Bool {
        slack = nil
        while synchroniser.needsPicture(forTick: tick), let entry = source.pictures.pop() {
            let due = context.time(ofTick: synchroniser.tick(showing: entry.picture.time))
            slack = min(slack ?? .max, due - entry.decoded)
            captions.take(entry.picture, dueOn: synchroniser.tick(showing: entry.picture.time))
            synchroniser.offer(entry.picture, time: entry.picture.time)
        }
        return true
    }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        let chosen = synchroniser.picture(forTick: tick)
        let settings = source.controls.settings
        let seen = watch.update(
            hasNewPicture: chosen?.isNew ?? false, pulse: source.pulse.time, time: context.time(ofTick: tick))
        let state = settings.showsSlate && seen != .waiting ? .slate : seen
        if state != shownState { change(to: state, isForced: settings.showsSlate) }
        context.status.set(\.droppedPictures, synchroniser.dropped + source.pictures.dropped)
        let sight = camera?.sight(
            of: chosen?.picture, settings.reframe, source.controls.takeFollowCommands(settings),
            at: context.time(ofTick: tick))
        let isShown = chosen != nil && (state == .live || state == .frozen)
        if let map = context.sourceMap {
            let orientation = chosen?.picture.orientation ?? .upright
            let framing = SourceFraming(isShown: isShown, orientation: orientation, settings.reframe)
            note(framing, center: sight?.window.center, at: context.time(ofTick: tick), in: map)
        }
        var picture = TickPicture(chosen, isShown: isShown)
        (picture.reframe, picture.sight) = (settings.reframe, sight)
        (picture.slack, picture.lookAhead) = (slack, camera?.lookAheadInUse ?? 0)
        picture.captions = captions.triplets(forTick: tick, isShown: isShown)
        return picture
    }

    private mutating func note(_ framing: SourceFraming, center: Double?, at time: Int64, in map: SourceMap) {
        if framing != self.framing || (center == nil) != (self.center == nil) {
            map.note(.framing(media: time, framing, center: center))
        } else if let center, center != self.center {
            map.note(.center(media: time, center))
        } else {
            return
        }
        (self.framing, self.center) = (framing, center)
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
