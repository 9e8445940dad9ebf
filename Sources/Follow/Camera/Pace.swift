import Show

/// How a camera operator works: when the camera moves, and how. In window widths and seconds.
struct Pace: Hashable, Sendable {
    // MARK: When it moves

    /// How long a subject may be outside the zone before the camera goes after it.
    var patience = 0.25
    /// So far outside the zone, it goes at once.
    var urgent = 0.07
    /// A resting subject that is so far off the middle for so long is brought nearer, gently.
    var offCenter = 0.15
    var gentlePatience = 2.5
    /// How near to the middle a move may end.
    var arrival = 0.10

    // MARK: How it moves

    /// The most it ever has, but for jumps.
    var speed, acceleration, jerk: Double
    /// A gentle move's speed, its share of the acceleration, and how near it comes.
    var gentleSpeed = 0.35
    var gentleShare = 0.4
    var gentleEnd = 0.03
    /// How quickly it goes back to its anchor where nobody is.
    var driftSpeed = 0.25
    /// How near to the subject it wants to come.
    var rest = 0.05
    /// Its speed for so much of the way to go, and the share of its acceleration that it brakes with.
    var eagerness = 1.7
    var braking = 0.5
    /// How much of the subject's speed it adds to its own.
    var lead = 0.5

    static let gentle = Pace(speed: 1.25, acceleration: 2, jerk: 12)
    static let normal = Pace(speed: 1.5, acceleration: 3, jerk: 40)
    static let brisk = Pace(speed: 2, acceleration: 4.5, jerk: 45)

    /// The longest step that it takes at once.
    static let longestStep = 1.0 / 120

    init(_ calm: FollowPreset.Calm) {
        switch calm {
        case .gentle: self = .gentle
        case .normal: self = .normal
        case .brisk: self = .brisk
        }
    }

    init(speed: Double, acceleration: Double, jerk: Double) {
        (self.speed, self.acceleration, self.jerk) = (speed, acceleration, jerk)
    }

    /// The speed with so much of the way to go.
    func approach(_ way: Double) -> Double { min((2 * braking * acceleration * way).squareRoot(), eagerness * way) }

    /// The most speed from which it can stop in so much room, with time to begin braking.
    func speedToStop(within room: Double) -> Double {
        let (braking, delay) = (0.7 * acceleration, 0.1 + acceleration / jerk)
        let reaction = braking * delay
        return (reaction * reaction + 2 * braking * max(0, room)).squareRoot() - reaction
    }
}
