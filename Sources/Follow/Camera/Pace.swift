import Show

/// How a camera operator works: when the camera moves, and how. In window widths and seconds.
struct Pace: Hashable, Sendable {
    // MARK: When it moves

    /// How far the subject's middle may be from the window's; where between, its size says.
    var zone: ClosedRange<Double>
    /// The same for a subject that is wider than the window.
    static let wideZone = 0.2
    /// How near to the window's edge a subject's edge may come before the zone is smaller for it.
    var margin = 0.02
    /// How long a subject may be outside the zone before the camera goes after it.
    var patience: Double
    /// So far outside the zone, it goes at once.
    var urgent = 0.03
    /// A resting subject that is so far off the middle for so long is brought nearer, gently.
    var offCenter: Double
    var gentlePatience = 2.5
    /// How near to the middle a move may end.
    var arrival = 0.05

    // MARK: How it moves

    /// The most it ever has, but for jumps.
    var speed, acceleration, jerk: Double
    /// A gentle move's speed, its share of the acceleration, and how near it comes.
    var gentleSpeed = 0.25
    var gentleShare = 0.4
    var gentleEnd = 0.03
    /// How quickly it goes back to its anchor where nobody is.
    var driftSpeed = 0.25
    /// How near to the subject it wants to come.
    var rest = 0.04
    /// Its speed for so much of the way to go, and the share of its acceleration that it brakes with.
    var eagerness: Double
    var braking = 0.5

    static let gentle = Pace(
        zone: 0.14...0.25, patience: 0.25, offCenter: 0.15, speed: 1.25, acceleration: 2, jerk: 12, eagerness: 2)
    static let normal = Pace(
        zone: 0.14...0.165, patience: 0.06, offCenter: 0.13, speed: 1.5, acceleration: 3, jerk: 43, eagerness: 3)
    static let brisk = Pace(
        zone: 0.08...0.12, patience: 0.03, offCenter: 0.08, speed: 2, acceleration: 4.5, jerk: 60, eagerness: 4)

    /// The longest step that it takes at once.
    static let longestStep = 1.0 / 120

    init(_ calm: FollowPreset.Calm) {
        switch calm {
        case .gentle: self = .gentle
        case .normal: self = .normal
        case .brisk: self = .brisk
        }
    }

    init(
        zone: ClosedRange<Double>, patience: Double, offCenter: Double, speed: Double, acceleration: Double,
        jerk: Double,
        eagerness: Double
    ) {
        (self.zone, self.patience, self.offCenter) = (zone, patience, offCenter)
        (self.speed, self.acceleration, self.jerk, self.eagerness) = (speed, acceleration, jerk, eagerness)
    }

    /// The zone for a subject of a size. One that is wider than the window is cut wherever that is: there is no reason to hurry after it.
    func zone(for size: Double) -> Double {
        size > 1 ? max(zone.upperBound, Self.wideZone) : (0.5 - margin - size / 2).clamped(to: zone)
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
