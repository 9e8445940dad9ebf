public import MediaModel

/// How a crop follows its subject: what `reframe: {mode: follow}` says besides.
public struct FollowPreset: Hashable, Sendable {
    /// Whom it follows.
    public enum SubjectChoice: String, CaseIterable, Sendable {
        /// Faces; without one, hands with what they hold; without those, what moves.
        case auto
        case face, hands, motion
    }

    /// How quickly the crop moves.
    public enum Calm: String, CaseIterable, Sendable {
        case gentle, normal, brisk
    }

    /// What ``zone`` may be.
    public static let zones = 0.02...0.5
    /// The narrowest ``region``. One that is narrower than the crop itself keeps the crop still, in its middle.
    public static let leastRegion = 0.1

    public var subject: SubjectChoice
    public var calm: Calm
    /// How far ahead of the picture it knows where the subject goes, in seconds; `nil`: as the latency allows. Every picture is shown as
    /// much later.
    public var lookAhead: Double?
    /// What part of the source it never leaves, in shares of its width from its left edge (or of its height from its top).
    public var region: ClosedRange<Double>
    /// How far the subject may be from the window's middle before the crop moves, in shares of the window; `nil`: by the subject's size.
    public var zone: Double?

    public init(
        subject: SubjectChoice = .auto, calm: Calm = .normal, lookAhead: Double? = nil,
        region: ClosedRange<Double> = 0...1, zone: Double? = nil
    ) {
        (self.subject, self.calm, self.lookAhead, self.region, self.zone) = (subject, calm, lookAhead, region, zone)
    }
}

extension LatencyMode {
    /// How far ahead, at most, a crop may know where its subject goes, in seconds: every picture is shown as much later.
    public var mostLookAhead: Double {
        switch self {
        case .normal: 0.5
        case .low: 0.1
        case .ultra: 0
        }
    }

    /// How far ahead a broadcast's crop knows where its subject goes if the preset doesn't say, in seconds.
    public var usualLookAhead: Double {
        switch self {
        case .normal: 0.25
        case .low: 0.1
        case .ultra: 0
        }
    }
}
