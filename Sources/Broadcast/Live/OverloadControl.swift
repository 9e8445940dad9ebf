import Synchronization

/// What the threads of a live programme leave out for want of CPU: read by all of them, decided by ``OverloadGovernor``.
final class OverloadControl: Sendable {
    private let level = Atomic(0)
    private let strain = Atomic(false)

    /// The steps in effect: those up to this one.
    var step: OverloadStep {
        get { OverloadStep(rawValue: level.load(ordering: .relaxed)) ?? .none }
        set { level.store(newValue.rawValue, ordering: .relaxed) }
    }

    /// Whether ticks are late, before the first step is taken: what can wait waits then.
    var isStrained: Bool {
        get { strain.load(ordering: .relaxed) }
        set { strain.store(newValue, ordering: .relaxed) }
    }

    var skipsLooking: Bool { isStrained || step > .none }
    var skipsDisposablePictures: Bool { step >= .skipDisposablePictures }
    var encodesCheaply: Bool { step >= .encodeCheaply }
    var composesEverySecondTick: Bool { step >= .composeEverySecondTick }
    var freezesLowestRung: Bool { step >= .freezeLowestRung }
}

/// What a programme that can't keep up does without, in this order; each step includes those before.
public enum OverloadStep: Int, Comparable, CaseIterable, Sendable {
    case none
    /// Source pictures that no other is made from aren't decoded.
    case skipDisposablePictures
    /// From the next segment on, the encoders search less.
    case encodeCheaply
    /// Each canvas is shown for two ticks.
    case composeEverySecondTick
    /// The smallest rung's picture stands still for a segment at a time.
    case freezeLowestRung

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// For metrics.
    public var name: String {
        switch self {
        case .none: "none"
        case .skipDisposablePictures: "skip-disposable-pictures"
        case .encodeCheaply: "encode-cheaply"
        case .composeEverySecondTick: "compose-every-second-tick"
        case .freezeLowestRung: "freeze-lowest-rung"
        }
    }

    /// In words, for the log.
    func text(rungCount: Int) -> String {
        switch self {
        case .none: "all is done again as it should be"
        case .skipDisposablePictures: "source pictures that no other needs aren't decoded"
        case .encodeCheaply: "the encoders search less, from the next segment on"
        case .composeEverySecondTick: "every second canvas is shown twice"
        case .freezeLowestRung:
            (rungCount > 1 ? "the smallest rung's picture" : "the picture") + " stands still for a segment at a time"
        }
    }
}
