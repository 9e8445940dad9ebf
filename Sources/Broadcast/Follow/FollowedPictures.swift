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
        /// Nobody looks: the crop stands at its anchor.
        case closed
    }

    private var synchroniser: FrameSynchroniser<SourcePicture>
    private let queue: BoundedQueue<SourcePicture>
    private let eyes: Eyes
    private let rules: FollowJob.Rules
    private let length: ProgrammeLength
    private let progress: RenderProgress
    private let wanted: Set<Int>?
    /// Says once if the detector can't look, and the crop holds then; `nil`: that ends it.
    private let diagnostics: Diagnostics?
    /// What becomes of the source's closed captions; `nil`: nothing.
    var captions: SourceCaptions?

    private var watch: PictureWatch?
    private var camera: FollowCamera?
    private var room: FollowRoom?
    /// Looked at, and not yet due.
    private var ahead: [SourcePicture] = []
    private var isDry = false
    private var told = 0
    private var hinted = 0
    private var news: [Finding] = []
    private var found: [Subject] = []
    /// What was found in pictures that aren't due yet.
    private var looks: [Finding] = []
    /// What can't be done, for whoever runs this.
    private(set) var failure: (any Error)?

    /// - Parameters:
    ///   - wanted: The ticks that canvases are wanted of; `nil` for all.
    ///   - diagnostics: Hears of a detector that can't look, while the crop holds; `nil`: that is a ``failure``.
    init(
        _ queue: BoundedQueue<SourcePicture>, eyes: Eyes, rules: FollowJob.Rules, length: ProgrammeLength,
        progress: RenderProgress, wanted: Set<Int>? = nil, diagnostics: Diagnostics? = nil
    ) {
        (self.wanted, self.diagnostics) = (wanted, diagnostics)
        synchroniser = FrameSynchroniser(frameRate: rules.frameRate)
        (self.queue, self.eyes, self.rules, self.length, self.progress) = (queue, eyes, rules, length, progress)
        if case .detector(let detector) = eyes {
            watch = PictureWatch(detector, lookAhead: rules.lookAhead, frameDuration: rules.frameDuration)
        }
    }

    mutating func prepare(_ tick: Int) -> Bool {
        progress.advance(to: tick)
        let horizon = rules.time(ofTick: tick) + rules.lookAhead
        // What is known already needs no pictures ahead, but for the first, which says how much room there is.
        while !isDry, camera == nil || watch != nil && ahead.last.map({ $0.time < horizon }) ?? true { takeNext() }
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
            captions?.take(picture, dueOn: synchroniser.tick(showing: picture.time))
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
        // Where there is no room nobody need look.
        guard room.window < 1 else { return }
        do {
            for finding in try watch?.look(at: picture) ?? [] { tell(finding) }
        } catch {
            guard let diagnostics else {
                (failure, isDry) = (error, true)
                return
            }
            diagnostics.warnOnce("no look", "nobody can look for subjects, so the crop holds: \(error)")
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
        while hinted < rules.hints.count, rules.hints[hinted].tick <= tick {
            camera?.take(rules.hints[hinted].command)
            hinted += 1
        }
        guard let window = camera?.window(at: time), let state = camera?.state else { return nil }
        // What lies ahead isn't in this picture yet.
        let due = looks.prefix { $0.time <= time }.count
        if due > 0 {
            found = looks[due - 1].subjects
            looks.removeFirst(due)
        }
        let sight = FollowSight(
            window: window, size: min(1, room.window), axis: room.axis, state: state, found: found, news: news)
        news = []
        var picture = TickPicture(shown)
        picture.isWanted = wanted?.contains(tick) ?? true
        picture.sight = sight
        picture.captions = captions?.triplets(forTick: tick) ?? []
        return picture
    }

    func finish() { progress.finish(dropped: synchroniser.dropped) }

    func leave() { queue.abandon() }
}
