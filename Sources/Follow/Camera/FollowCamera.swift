import Show

/// Says where each tick's crop lies: it takes what detectors found and what producers want, and moves the window as an operator would.
///
/// It has no clock and no chance in it: the same calls give the same windows. It belongs to one thread. Findings come as they are made;
/// those of the time between a tick and its look-ahead's end are what makes the camera begin to move with its subject rather than after
/// it. A finding that comes late, twice, in the wrong order or with nonsense in it does no harm.
public struct FollowCamera: Sendable {
    /// A first find within so many seconds of the start, or of a cut, is jumped to: whoever watches hasn't seen much yet.
    private static let (jumpAfterStart, jumpAfterCut) = (1.0, 0.5)
    /// A cut that is reported later than this is none any more.
    private static let latestCut = 1.0
    /// After so many seconds without anybody the window goes back to its anchor.
    private static let patienceWithNobody = 6.0
    /// If nothing was looked at for so many seconds, the detector has failed or is too slow: the window stays where it is.
    private static let longestBetweenLooks = 2.0
    /// A subject that is so near its old place after a cut hasn't moved: the cut was light or a hand before the lens.
    private static let samePlace = 0.12
    /// Another person further away than this is cut to; a nearer one is panned to.
    private static let farAway = 0.9
    /// The longest time between two ticks that the camera moves for.
    private static let longestTick = 0.25
    private static let mostPending = 64
    /// Some hundred years each way, so that sums don't overflow.
    private static let times = -(Int64(1) << 61)...Int64(1) << 61

    private enum Lock { case none, at(Double), here }

    /// A place that is to be seen for a while; it begins with the next tick.
    private struct Focus {
        var place, seconds: Double
        var until: Double?
    }

    private var settings: Settings
    private var subject: FollowPreset.SubjectChoice
    private var lock = Lock.none
    private var focus: Focus?

    private var pending: [Finding] = []
    private var tracker: SubjectTracker?
    private var selection = SubjectSelection()
    private var choice: SubjectSelection.Choice?
    private var cameraman: CameraOperator
    private var jumpsUntil: Double?
    private var lastTick: Int64?
    private var lastCut = Int64.min
    private var ticks = 0
    private var lastKnown = 0.0
    public private(set) var state: FollowState

    /// - Parameter center: Where the window was before the camera took over, on air: it eases from there. `nil`: it starts at its anchor,
    ///   and jumps to the first that it finds within a second.
    public init(_ settings: Settings, from center: Double? = nil) {
        let settings = settings.sane
        self.settings = settings
        self.subject = settings.preset.subject
        let start = (center ?? settings.anchor).clamped(to: center == nil ? settings.centers : settings.pictureCenters)
        self.cameraman = CameraOperator(place: start / settings.share, pace: Pace(settings.preset.calm))
        self.jumpsUntil = center == nil ? .infinity : nil
        self.state = FollowState(center: start)
    }

    // MARK: What it is told

    /// Takes what a detector found, whenever that is ready.
    public mutating func take(_ finding: Finding) {
        guard Self.times.contains(finding.time) else { return }
        // The last one of a picture says all there is to say of it, but for the cut.
        if let index = pending.firstIndex(where: { $0.time == finding.time }) {
            let isCut = pending[index].isCut || finding.isCut
            if !finding.subjects.isEmpty { pending[index] = finding }
            pending[index].isCut = isCut
            return
        }
        let index = pending.lastIndex { $0.time < finding.time }.map { $0 + 1 } ?? 0
        pending.insert(finding, at: index)
        // What lies furthest ahead is found again.
        if pending.count > Self.mostPending { pending.removeLast() }
    }

    /// Does what a producer says, from the next tick on.
    public mutating func take(_ command: FollowCommand) {
        switch command {
        case .lock(let place): if place.isFinite { lock = .at(place) }
        case .lockHere: lock = .here
        case .subject(let subject):
            (self.subject, lock) = (subject, .none)
        case .person(let person):
            lock = .none
            if let tracker, let lastTick { selection.pick(person, of: tracker.trails, at: horizon(of: lastTick)) }
        case .auto:
            (lock, subject) = (.none, settings.preset.subject)
            selection.pickNobody()
        case .focus(let place, let seconds):
            if place.isFinite, seconds > 0 { focus = Focus(place: place, seconds: seconds) }
        case .endFocus: focus = nil
        }
    }

    /// Goes on under other settings: a preset changed on air, or another size of source. The window doesn't jump, it eases to where they
    /// want it. Only where the picture has no such place any more does it stand at the nearest one at once.
    public mutating func change(_ settings: Settings) {
        let (old, settings) = (self.settings, settings.sane)
        if subject == old.preset.subject { subject = settings.preset.subject }
        self.settings = settings
        cameraman.pace = Pace(settings.preset.calm)
        guard settings.share != old.share || settings.axis != old.axis else { return }
        // What is known is measured in windows that are no more.
        tracker = SubjectTracker(shotStart: -.infinity)
        (selection, choice) = (SubjectSelection(), nil)
        let moves = cameraman.moves
        cameraman = CameraOperator(
            place: state.center.clamped(to: settings.pictureCenters) / settings.share, pace: cameraman.pace,
            moves: moves)
    }

    // MARK: What it does

    /// Where a tick's crop lies. It is called once for each tick, in their order.
    ///
    /// - Parameter time: Of the picture that is shown, in nanoseconds since the programme's start.
    public mutating func window(at time: Int64) -> CropWindow {
        let time = min(max(time, Self.times.lowerBound), Self.times.upperBound)
        let now = Double(time) / 1e9
        let elapsed = lastTick.map { min(max(0, Double(time - $0) / 1e9), Self.longestTick) } ?? 0
        if tracker == nil { tracker = SubjectTracker(shotStart: now) }
        if jumpsUntil == .infinity { jumpsUntil = now + Self.jumpAfterStart }
        let shot = beginShots(at: time)
        let end = admit(at: time)
        lastTick = max(time, lastTick ?? time)
        ticks += 1
        if let begun = focus {
            let until = begun.until ?? now + begun.seconds
            focus?.until = until
            if now >= until { focus = nil }
        }

        let before = choice
        let center = cameraman.place
        tracker?.forget(at: end)
        choice = selection.choose(from: tracker?.trails ?? [], subject, at: end, center: center)
        // Where nobody looks, nobody is missed.
        let isLooking = (tracker?.lastTime ?? -.infinity) >= end - Self.longestBetweenLooks
        if choice != nil || !isLooking { lastKnown = now }
        state.jumped = false
        if let place = jump(shot, from: before, at: now, end) {
            // A change on the spot is none that anybody sees.
            state.jumped = abs(place - center) > 0.001
            cameraman.jump(to: place)
        } else {
            cameraman.advance(by: elapsed, toward: aim(at: now, end), within: walls)
        }
        describe(at: now, end)
        return CropWindow(center: state.center)
    }

    /// A new shot of the source.
    private struct NewShot {
        /// Whether it is known on its own first picture.
        var isInTime: Bool
    }

    private func horizon(of time: Int64) -> Double { Double(time + settings.lookAhead) / 1e9 }

    /// A picture's time and its tick's may differ by as much: sources count in milliseconds.
    private var slack: Int64 { settings.frameDuration / 16 }

    private var walls: ClosedRange<Double> {
        let centers = settings.centers
        return centers.lowerBound / settings.share...centers.upperBound / settings.share
    }

    /// Starts anew with the last cut that is due, if any: what was known before says nothing about what is seen now.
    private mutating func beginShots(at time: Int64) -> NewShot? {
        guard let index = pending.lastIndex(where: { $0.isCut && $0.time <= time + slack }) else { return nil }
        let cut = pending[index]
        pending.removeSubrange(..<index)
        pending[0].isCut = false
        guard Double(time - cut.time) / 1e9 <= Self.latestCut, cut.time > lastCut else { return nil }
        lastCut = cut.time
        tracker = SubjectTracker(shotStart: Double(cut.time) / 1e9)
        selection = SubjectSelection()
        state.cuts += 1
        return NewShot(isInTime: lastTick.map { cut.time > $0 + slack } ?? true)
    }

    /// Hands the tracker what is known by a tick: all until the look-ahead's end, or until the next cut.
    ///
    /// - Returns: Until when that is, in seconds.
    private mutating func admit(at time: Int64) -> Double {
        let last = time + settings.lookAhead
        var end = last
        while let finding = pending.first, finding.time <= last {
            if finding.isCut {
                // What follows belongs to a shot that isn't shown yet.
                end = min(last, finding.time - 1)
                break
            }
            pending.removeFirst()
            tracker?.take(
                Sighting.all(in: finding, settings.axis, window: settings.share), at: Double(finding.time) / 1e9)
        }
        return Double(end) / 1e9
    }

    /// Where to jump on this tick, if at all.
    private mutating func jump(
        _ shot: NewShot?, from before: SubjectSelection.Choice?, at now: Double, _ end: Double
    ) -> Double? {
        if shot != nil { jumpsUntil = now + Self.jumpAfterCut }
        guard case .none = lock, focus == nil else {
            // Whoever holds the camera sees to it that nothing jumps, but at the start.
            guard lastTickIsFirst, case .at(let place) = lock else { return nil }
            return (place / settings.share).clamped(to: walls)
        }
        guard let choice else {
            // An empty shot is shown from the anchor, if that is known on its own first picture.
            return shot?.isInTime == true ? (settings.anchor / settings.share).clamped(to: walls) : nil
        }
        // Half way between now and the look-ahead's end, so that somebody who walks is inside at both.
        let place = (choice.place - choice.speed * max(0, end - now) / 2).clamped(to: walls)
        if let until = jumpsUntil, now <= until {
            // A first find may be a mistake: the second decides.
            if choice.isSure { jumpsUntil = nil }
            let known = shot == nil ? cameraman.place : before?.place
            if (shot != nil || before != nil), let known, abs(known - place) < Self.samePlace { return nil }
            return place
        }
        return choice.isAnother && abs(place - cameraman.place) > Self.farAway ? place : nil
    }

    private var lastTickIsFirst: Bool { ticks == 1 }

    private func aim(at now: Double, _ end: Double) -> CameraOperator.Aim? {
        switch lock {
        case .here: return nil
        case .at(let place): return CameraOperator.Aim(place: place / settings.share, speed: 0, style: .middle)
        case .none: break
        }
        if let focus { return CameraOperator.Aim(place: focus.place / settings.share, speed: 0, style: .middle) }
        guard let choice else {
            guard now - lastKnown >= Self.patienceWithNobody else { return nil }
            return CameraOperator.Aim(place: settings.anchor / settings.share, speed: 0, style: .drift)
        }
        let isSeen = end - choice.lastTime <= 0.5
        let speed = isSeen ? choice.speed : 0
        return CameraOperator.Aim(place: choice.place, speed: speed, style: .zone(zone(for: choice)))
    }

    private func zone(for choice: SubjectSelection.Choice?) -> Double {
        settings.preset.zone ?? cameraman.pace.zone(for: choice?.size ?? 0)
    }

    private mutating func describe(at now: Double, _ end: Double) {
        let window = settings.share
        state.center = (cameraman.place * window).clamped(to: settings.pictureCenters)
        state.speed = cameraman.speed
        state.moves = cameraman.moves
        state.kind = choice?.kind
        state.zone = zone(for: choice) * window
        if case .none = lock { state.isLocked = false } else { state.isLocked = true }
        let isLost = choice.map { end - $0.lastTime > 0.5 } ?? true
        state.motion = cameraman.isMoving ? .moving : isLost ? .lost : .hold
        state.subject = selection.box(of: tracker?.trails ?? [], settings.axis, window: window, at: now)
    }
}
