import Follow
import MediaModel
import Show

/// Says where a live programme's crop lies, tick by tick, while its preset follows; and brings it back to its anchor when it doesn't any
/// more. Belongs to the composer's thread; never waits.
struct LiveCamera {
    /// How far, in shares of the source, a crop that goes back goes on each tick where its operator has stopped, near the anchor but not on
    /// it: a quarter of a sample of 1,280, so that nobody sees the end.
    private static let lastStep = 0.0002
    /// Findings that wait for their picture to be shown.
    private static let mostLooks = 64

    private let canvas: PixelSize
    private let lookAhead: Int64
    private let analyst: FollowAnalyst
    private let context: BroadcastContext
    private var reframe: ReframePreset?
    /// How the crop lay before it began to follow on air; `nil`: it wasn't seen.
    private var before: ReframePreset?
    private var camera: FollowCamera?
    private var room: FollowRoom?
    /// Whether the preset follows no more, and the crop is on its way back.
    private var isReturning = false
    /// Where it is on its last samples to the anchor.
    private var arriving: Double?
    /// What was found in pictures that aren't shown yet, and in the last that was.
    private var looks: [Finding] = []
    private var found: [Subject] = []
    private var isMeasured = false
    /// What a producer has said that no camera has heard yet, as there is no picture.
    private var unheard: [FollowCommand] = []
    /// Whom a producer wants followed instead of whom the preset does.
    private var subject: FollowPreset.SubjectChoice?

    /// - Parameters:
    ///   - reframe: What the programme begins with, so that its first pictures are looked at already.
    ///   - lookAhead: How much earlier than they are shown pictures come, in nanoseconds.
    init(
        _ reframe: ReframePreset, canvas: PixelSize, lookAhead: Int64, analyst: FollowAnalyst, context: BroadcastContext
    ) {
        (self.canvas, self.lookAhead, self.analyst, self.context) = (canvas, lookAhead, analyst, context)
        adopt(reframe)
    }

    /// What a tick's crop is; `nil`: as the preset says.
    ///
    /// - Parameters:
    ///   - picture: What is shown on the tick, or was shown last.
    ///   - commands: What a producer has said since the tick before.
    ///   - time: The tick's, in nanoseconds since the programme's start.
    mutating func sight(
        of picture: SourcePicture?, _ reframe: ReframePreset, _ commands: [FollowCommand], at time: Int64
    ) -> FollowSight? {
        if reframe != self.reframe { adopt(reframe) }
        if reframe.mode == .follow, !commands.isEmpty {
            unheard = Array((unheard + commands).suffix(SourceControls.mostFollowCommands))
        }
        guard let picture, reframe.mode == .follow || isReturning else { return nil }
        let room = FollowRoom(picture, reframe, canvas: canvas)
        if room != self.room { enter(room, picture) }
        // The camera is told where it is: a copy would have all that it knows copied on every tick.
        let news = analyst.takeFindings()
        for finding in news {
            camera?.take(finding)
            if !finding.isCut || !finding.subjects.isEmpty { looks.append(finding) }
        }
        // Where a source's clock was set back, what lies ahead may never be due.
        looks.removeFirst(max(0, looks.count - Self.mostLooks))
        obey()
        guard var window = camera?.window(at: time), let state = camera?.state else { return nil }
        if isReturning, state.motion != .moving {
            let place = arriving ?? window.center
            guard abs(room.anchor - place) > Self.lastStep else {
                stop()
                return nil
            }
            window.center = place + (room.anchor < place ? -Self.lastStep : Self.lastStep)
            arriving = window.center
        }
        let due = looks.prefix { $0.time <= time }.count
        if due > 0 {
            found = looks[due - 1].subjects
            looks.removeFirst(due)
        }
        context.status.set(\.follow, FollowStatus(camera: state, looking: analyst.looking))
        return FollowSight(
            window: window, size: min(1, room.window), axis: room.axis, state: state, found: found, news: news)
    }

    /// How far ahead of what is shown it looks, in nanoseconds: not at all where the source leaves the crop no room.
    var lookAheadInUse: Int64 {
        guard let follow = reframe?.following, (room?.window ?? 0) < 1 else { return 0 }
        return lookAhead(of: follow)
    }

    private mutating func obey() {
        guard !unheard.isEmpty else { return }
        for command in unheard {
            camera?.take(command)
            switch command {
            case .subject(let wanted): subject = wanted
            case .auto: subject = nil
            case .lock, .lockHere, .person, .focus, .endFocus: break
            }
        }
        unheard = []
        if let room { look(in: room) }
    }

    private mutating func adopt(_ reframe: ReframePreset) {
        let old = self.reframe
        self.reframe = reframe
        (room, arriving) = (nil, nil)
        switch reframe.mode {
        case .follow:
            if isReturning { camera?.take(.auto) }
            isReturning = false
            analyst.want(wish)
            before = old?.mode == .crop ? old : nil
            guard !isMeasured else { return }
            isMeasured = true
            context.status.add(MetricSource.following(context.status))
        case .crop:
            isReturning = camera != nil
            dismiss()
        case .fit:
            stop()
            dismiss()
        }
    }

    /// Nobody follows any more, and what a producer said of that holds no more.
    private mutating func dismiss() {
        analyst.want(nil)
        (unheard, subject) = ([], nil)
    }

    /// What is to be looked for; `nil` where nothing is followed.
    private var wish: FollowAnalyst.Wish? {
        reframe?.following.map { FollowAnalyst.Wish(subject: subject ?? $0.subject, lookAhead: lookAhead(of: $0)) }
    }

    /// Has subjects looked for, but where there is no room: nobody need look there.
    private func look(in room: FollowRoom) { analyst.want(room.window < 1 ? wish : nil) }

    private func lookAhead(of follow: FollowPreset) -> Int64 {
        min(lookAhead, follow.lookAhead.map { Int64($0 * 1e9) } ?? .max)
    }

    /// Goes on in a picture of another shape, or under another preset.
    private mutating func enter(_ room: FollowRoom, _ picture: SourcePicture) {
        guard let reframe else { return }
        self.room = room
        let settings = FollowCamera.Settings(
            preset: reframe.follow, anchor: room.anchor, window: room.window, axis: room.axis,
            lookAhead: lookAhead(of: reframe.follow), frameDuration: context.time(ofTick: 1))
        if camera == nil {
            let start = before.map { FollowRoom(picture, $0, canvas: canvas).anchor }
            camera = FollowCamera(settings, from: start)
        } else {
            camera?.change(settings)
        }
        look(in: room)
        before = nil
        if isReturning { camera?.take(.lock(room.anchor)) }
    }

    private mutating func stop() {
        (camera, room, isReturning, arriving) = (nil, nil, false, nil)
        (looks, found) = ([], [])
        // What was counted stays, for metrics.
        if isMeasured { context.status.set(\.follow, FollowStatus(camera: nil, looking: analyst.looking)) }
    }
}
