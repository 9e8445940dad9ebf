public import Follow
public import Show

/// Who finds the subjects that a crop follows: a detector for each programme, or a file in which all is written already.
public struct FollowEyes: Sendable {
    /// What is found, if that is known already; then nobody looks.
    public var track: SubjectTrack?
    /// Makes what looks at pictures, on the thread that it belongs to. It throws ``FollowError`` if nobody can look for these.
    public var makeDetector: @Sendable (FollowPreset.SubjectChoice) throws -> any SubjectDetector

    public init(
        track: SubjectTrack? = nil,
        makeDetector: @escaping @Sendable (FollowPreset.SubjectChoice) throws -> any SubjectDetector = Self.standard
    ) {
        (self.track, self.makeDetector) = (track, makeDetector)
    }

    /// The detectors of this build.
    public static let standard: @Sendable (FollowPreset.SubjectChoice) throws -> any SubjectDetector = { choice in
        try FollowDetectors.make(for: choice)
    }

    /// Opens them. Where nobody can look for what is wanted, that is said once, and the crop stands at its anchor.
    func open(for choice: FollowPreset.SubjectChoice, _ diagnostics: Diagnostics) -> FollowedPictures.Eyes {
        if let track { return .track(track) }
        return detector(for: choice, diagnostics).map { .detector($0) } ?? .closed
    }

    /// - Returns: `nil` if nobody can look.
    func detector(for choice: FollowPreset.SubjectChoice, _ diagnostics: Diagnostics) -> (any SubjectDetector)? {
        do {
            return try makeDetector(choice)
        } catch {
            diagnostics.warnOnce("no detector", "reframe: follow: the crop stands at its anchor: \(error)")
            return nil
        }
    }
}
