/// Moves the window as a calm operator moves a camera: it holds while the subject is in its zone, then eases over, and comes to rest for good.
///
/// Places are in window widths, times in seconds. Speed, acceleration and jerk stay within the ``Pace`` on every tick that isn't a jump,
/// and the window within its walls.
struct CameraOperator: Sendable {
    /// Where the subject is to be.
    struct Aim: Sendable {
        /// How exactly.
        enum Style: Sendable {
            /// Anywhere nearer than this to the window's middle.
            case zone(Double)
            /// In the middle: a place that somebody chose.
            case middle
            /// In the middle, in its own time: nobody is there.
            case drift
        }

        var place: Double
        /// How quickly it goes there, as far as that is known; 0: it stands.
        var speed: Double
        var style: Style
    }

    private enum Phase: Sendable { case hold, move, gentleMove }

    var pace: Pace
    private(set) var place: Double
    private(set) var speed = 0.0
    private var acceleration = 0.0
    private var phase = Phase.hold
    /// How long the subject has been outside the zone, and how long a resting one has been off the middle.
    private var (outside, offCenter) = (0.0, 0.0)
    private(set) var moves = 0

    init(place: Double, pace: Pace, moves: Int = 0) { (self.place, self.pace, self.moves) = (place, pace, moves) }

    var isMoving: Bool { phase != .hold || speed != 0 }

    /// Goes to a place at once.
    mutating func jump(to place: Double) {
        (self.place, speed, acceleration, phase, outside, offCenter) = (place, 0, 0, .hold, 0, 0)
    }

    /// Goes on for so many seconds.
    ///
    /// - Parameters:
    ///   - aim: `nil`: come to rest.
    ///   - walls: Where the window's middle may be. If it is outside already, it only may not go further out.
    mutating func advance(by seconds: Double, toward aim: Aim?, within walls: ClosedRange<Double>) {
        guard seconds > 0 else { return }
        var aim = aim
        if abs(place - place.clamped(to: walls)) > 0.004 {
            // The walls came closer: inside comes before everything else.
            aim = Aim(place: aim?.place ?? place, speed: 0, style: .middle)
        }
        decide(aim, seconds, walls)
        let room = min(walls.lowerBound, place)...max(walls.upperBound, place)
        let goal = aim.map { $0.place.clamped(to: walls) }
        // Small steps of its own, so that it moves alike at 10 and at 120 ticks a second.
        let count = max(1, (seconds / Pace.longestStep - 0.01).rounded(.up))
        for _ in 0..<Int(count) { step(seconds / count, aim, goal, room) }
    }

    // MARK: What to do

    private mutating func decide(_ aim: Aim?, _ seconds: Double, _ walls: ClosedRange<Double>) {
        guard let aim else {
            (phase, outside, offCenter) = (.hold, 0, 0)
            return
        }
        let goal = aim.place.clamped(to: walls)
        // How far it would have to go, and how far it can.
        let (wanted, possible) = (aim.place - place, abs(goal - place))
        switch aim.style {
        case .middle, .drift:
            if phase == .hold, possible > 0.01 { begin(.move) }
            if phase != .hold, possible < 0.004, abs(speed) < 0.1 { phase = .hold }
        case .zone(let zone):
            let isClamped = goal != aim.place
            outside = abs(wanted) > zone ? outside + seconds : 0
            // In a zone that is wider than usual nothing moves for the middle's sake.
            let nearEnough = zone > pace.zone.upperBound ? zone : pace.offCenter
            offCenter = abs(wanted) > nearEnough && aim.speed == 0 ? offCenter + seconds : 0
            let least = isClamped ? 0.01 : 0.02
            if phase != .move, abs(wanted) > zone, possible > least,
                outside >= pace.patience || abs(wanted) > zone + pace.urgent || aim.speed * wanted > 0
            {
                begin(.move)
            } else if phase == .hold, offCenter >= pace.gentlePatience,
                possible > max(least, isClamped ? 0 : pace.gentleEnd)
            {
                begin(.gentleMove)
            }
            let isThere =
                possible < (isClamped ? 0.004 : phase == .gentleMove ? pace.gentleEnd : min(pace.arrival, 0.6 * zone))
            if phase != .hold, isThere, aim.speed == 0 || isClamped { phase = .hold }
        }
    }

    private mutating func begin(_ phase: Phase) {
        if self.phase == .hold { moves += 1 }
        (self.phase, outside, offCenter) = (phase, 0, 0)
    }

    // MARK: How to do it

    private mutating func step(_ seconds: Double, _ aim: Aim?, _ goal: Double?, _ room: ClosedRange<Double>) {
        let isGentle = phase == .gentleMove
        let most = pace.acceleration * (isGentle ? pace.gentleShare : 1)
        var wanted = wantedSpeed(aim, goal, isGentle: isGentle)
        // It must be able to stop before a wall, so this comes last.
        wanted = min(wanted, pace.speedToStop(within: room.upperBound - place))
        wanted = max(wanted, -pace.speedToStop(within: place - room.lowerBound))
        let missing = wanted - speed
        // As quickly as the jerk lets it arrive at that speed without overshooting it.
        let size = min(most, (1.6 * pace.jerk * abs(missing)).squareRoot(), abs(missing) / seconds)
        let target = missing < 0 ? -size : size
        let change = pace.jerk * seconds
        acceleration += min(max(target - acceleration, -change), change)
        let before = speed
        speed += acceleration * seconds
        // The last step ended at 0, but for rounding.
        if phase == .hold, abs(speed) < 1e-9, abs(acceleration) <= change { (speed, acceleration) = (0, 0) }
        place = (place + (before + speed) / 2 * seconds).clamped(to: room)
    }

    private func wantedSpeed(_ aim: Aim?, _ goal: Double?, isGentle: Bool) -> Double {
        guard phase != .hold, let aim, let goal else { return 0 }
        let error = goal - place
        // Speed ends up so near to what is wanted.
        let top = pace.speed - pace.jerk * Pace.longestStep * Pace.longestStep
        var (rest, limit) = (0.0, top)
        switch aim.style {
        case .middle: break
        case .drift: limit = pace.driftSpeed
        case .zone(let zone):
            if goal == aim.place, !isGentle { rest = min(pace.rest, zone / 2) }
            if isGentle { limit = pace.gentleSpeed }
        }
        let way = max(0, abs(error) - rest)
        let size = min(limit, pace.approach(way))
        return error < 0 ? -size : size
    }
}
