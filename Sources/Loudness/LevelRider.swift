import Foundation

/// Decides the gain of a live programme, as somebody at a mixing desk would: hop by hop, by what has been heard so far.
///
/// Feed-forward: what is measured is the sound before the gain. It moves only while somebody is heard (``ActivityRule``), so pauses and
/// rooms stay as they are. The constants were tuned on voices, music and noises whose levels were known (docs/sound.md).
struct LevelRider: Sendable {
    /// How quickly the gain goes to where it is wanted.
    private struct Pace {
        /// The time after which a third is left of the way, in seconds.
        let constant: Double
        /// The most in a second, in dB.
        let up, down: Double

        /// When nothing is known yet of who is heard.
        static let first = Pace(constant: 0.15, up: 20, down: 40)
        static let steady = Pace(constant: 1.5, up: 3, down: 6)
        static let afterLouder = Pace(constant: 0.25, up: 3, down: 24)
        static let afterQuieter = Pace(constant: 0.25, up: 8, down: 6)
    }

    /// The most that is added or taken away, in dB.
    static let limits = -20.0...20.0
    private static let hopDuration = 0.1
    /// In active hops: 3 s.
    private static let firstLength = 30

    /// In dB.
    private(set) var gain = 0.0
    private var activity = ActivityRule()
    private var history = LevelHistory()
    private var steps = LevelSteps()
    private var activeHops = 0
    /// For how many more hops a step's pace lasts.
    private var stepPace: (pace: Pace, hops: Int)?

    /// Takes the next hop.
    ///
    /// - Parameter target: In LUFS; `nil`: it only listens.
    /// - Returns: Whether somebody is heard in it.
    @discardableResult
    mutating func follow(_ hop: SoundHop, target: Double?) -> Bool {
        takeSteps(hop)
        if let left = stepPace { stepPace = left.hops > 1 ? (left.pace, left.hops - 1) : nil }
        guard let block = activity.activeBlock(endingWith: hop) else { return false }
        if let level = history.energy, steps.isQuieter(block, than: level) {
            history.keep(last: 20)
            stepPace = (.afterQuieter, 30)
        }
        history.append(block)
        activeHops += 1
        if let target, let level = history.energy { move(to: target - loudness(ofEnergy: level)) }
        return true
    }

    private mutating func takeSteps(_ hop: SoundHop) {
        guard let level = history.energy, steps.isLouder(hop.energy, than: level) else { return }
        history.keep(last: 10)
        stepPace = (.afterLouder, 20)
    }

    private mutating func move(to wanted: Double) {
        let wanted = min(Self.limits.upperBound, max(Self.limits.lowerBound, wanted))
        let pace = activeHops <= Self.firstLength ? Pace.first : stepPace?.pace ?? .steady
        let way = (wanted - gain) * (1 - exp(-Self.hopDuration / pace.constant))
        gain += min(pace.up * Self.hopDuration, max(-pace.down * Self.hopDuration, way))
    }

    /// Somebody else is heard from now on: the gain stays until more is known, and all that was learnt is forgotten.
    mutating func forget() {
        activity.forget()
        history.removeAll()
        steps = LevelSteps()
        (activeHops, stepPace) = (0, nil)
    }

    /// Begins anew, at 0 dB.
    mutating func reset() {
        forget()
        gain = 0
    }
}
