import Show

/// How quickly the camera moves, in window widths and seconds.
struct Pace: Hashable, Sendable {
    /// The most it ever has, but for jumps.
    var speed, acceleration, jerk: Double

    static let gentle = Pace(speed: 1.25, acceleration: 2, jerk: 12)
    static let normal = Pace(speed: 1.5, acceleration: 3, jerk: 30)
    static let brisk = Pace(speed: 2, acceleration: 4.5, jerk: 45)

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

    // MARK: When to move

    /// How long a subject may be outside the zone before the camera goes after it.
    static let patience = 0.25
    /// So far outside the zone, it goes at once.
    static let urgent = 0.07
    /// A resting subject that is so far off the middle for so long is brought nearer, gently.
    static let (offCenter, gentlePatience) = (0.15, 2.5)

    // MARK: How to move

    /// A gentle move's speed, its share of the acceleration, and how near it comes.
    static let (gentleSpeed, gentleShare, gentleEnd) = (0.35, 0.4, 0.03)
    /// How quickly it goes back to its anchor where nobody is.
    static let driftSpeed = 0.25
    /// How near to the subject a move ends.
    static let rest = 0.05
    /// How much of the subject's speed it adds to its own.
    static let lead = 0.5
    static let longestStep = 1.0 / 120

    /// The speed at so much of the way to go.
    func approach(_ way: Double) -> Double { min((acceleration * way).squareRoot(), 1.7 * way) }

    /// The most speed from which it can stop in so much room, with time to begin braking.
    func speedToStop(within room: Double) -> Double {
        let (braking, delay) = (0.7 * acceleration, 0.1 + acceleration / jerk)
        let reaction = braking * delay
        return (reaction * reaction + 2 * braking * max(0, room)).squareRoot() - reaction
    }
}
