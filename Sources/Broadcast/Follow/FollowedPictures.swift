import Follow
import MediaModel
import Show

/// Takes a file's pictures from a queue, looks at them ahead of their ticks, and says where each tick's crop lies. It waits for each
/// picture, so that the same file gives the same windows, however quick the machine is.
struct FollowedPictures: PictureSupply {
    /// Where findings come from.
    enum Eyes {
        /// Pictures are looked at.
        case detector(any SubjectDetector)
        /// They are known already.
        case track(SubjectTrack)
    }

    private var synchroniser: FrameSynchroniser<SourcePicture>
    private let queue: BoundedQueue<SourcePicture>
    private let eyes: Eyes
    private let rules: FollowJob.Rules
    private let length: ProgrammeLength
    private let progress: RenderProgress

    private var watch: PictureWatch?
    private var camera: FollowCamera?
    private var room: FollowRoom?
    /// Looked at, and not yet due.
    private var ahead: [SourcePicture] = []
    private var isDry = false
    private var told = 0
    private var news: [Finding] = []
    private var found: [Subject] = []
    /// What was found in pictures that aren't due yet.
    private var looks: [Finding] = []
    /// What can't be done, for whoever runs this.
    private(set) var failure: (any Error)?

    init(
        _ queue: BoundedQueue<SourcePicture>, eyes: Eyes, rules: FollowJob.Rules, length: ProgrammeLength,
        progress: RenderProgress
    ) {
        synchroniser = FrameSynchroniser(frameRate: rules.frameRate)
        (self.queue, self.eyes, self.rules, self.length, self.progress) = (queue, eyes, rules, length, progress)
        if case .detector(let detector) = eyes {
            watch = PictureWatch(detector, lookAhead: rules.lookAhead, frameDuration: rules.frameDuration)
        }
    }

    mutating func prepare(_ tick: Int) -> Bool {
        progress.advance(to: tick)
        let horizon = rules.time(ofTick: tick) + rules.lookAhead
        while !isDry, ahead.last.map({ $0.time < horizon }) ?? true { takeNext() }
        if case .track(let track) = eyes {
            while told < track.findings.count, track.findings[told].time <= horizon {
                tell(track.findings[told])
                told += 1
            }
        }
        guard failure == nil else { return false }
        while synchroniser.needsPicture(forTick: tick) {
            guard !ahead.isEmpty else {
                guard isDry else {
                    takeNext()
                    if failure != nil { return false }
                    continue
                }
                synchroniser.finish()
                return length.waitForEnd() != nil
            }
            let picture = ahead.removeFirst()
            synchroniser.offer(picture, time: picture.time)
        }
        return true
    }

    private mutating func takeNext() {
        guard failure == nil, let picture = queue.pop() else {
            isDry = true
            return
        }
        ahead.append(picture)
        let room = FollowRoom(picture, rules.reframe, canvas: rules.canvas)
        if room != self.room {
            self.room = room
            let settings = rules.settings(room)
            if camera == nil { camera = FollowCamera(settings) } else { camera?.change(settings) }
        }
        do {
            for finding in try watch?.look(at: picture) ?? [] { tell(finding) }
        } catch {
            failure = error
            isDry = true
        }
    }

    private mutating func tell(_ finding: Finding) {
        camera?.take(finding)
        news.append(finding)
        if !finding.isCut || !finding.subjects.isEmpty { looks.append(finding) }
    }

    mutating func picture(forTick tick: Int) -> TickPicture? {
        guard let shown = synchroniser.picture(forTick: tick), let room else { return nil }
        let time = rules.time(ofTick: tick)
        guard let window = camera?.window(at: time), let state = camera?.state else { return nil }
        // What lies ahead isn't in this picture yet.
        while let next = looks.first, next.time <= time {
            found = looks.removeFirst().subjects
        }
        let sight = FollowSight(
            window: window, size: min(1, room.window), axis: room.axis, state: state, found: found, news: news)
        news = []
        return TickPicture(
            picture: shown.picture, isShown: true, isNew: shown.isNew, isRepeatedNext: shown.isRepeatedNext,
            sight: sight)
    }

    func finish() { progress.finish(dropped: synchroniser.dropped) }

    func leave() { queue.abandon() }
}
