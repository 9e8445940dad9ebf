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

    /// The detectors of a build, of which the first is made at once: whoever starts a show hears of a damaged model before it begins, and
    /// the nets are read once.
    ///
    /// - Parameters:
    ///   - choice: What the first looks for. Whoever asks for a detector of these takes it over; all others are made when they are wanted.
    ///   - make: Makes them.
    /// - Throws: ``FollowError`` if a model in this program is damaged, or nobody can look for these.
    public init(
        readyFor choice: FollowPreset.SubjectChoice,
        make: @escaping @Sendable (FollowPreset.SubjectChoice) throws(FollowError) -> sending any SubjectDetector = {
            choice throws(FollowError) in try FollowDetectors.make(for: choice)
        }
    ) throws(FollowError) {
        let first = ReadyDetector(try make(choice), for: choice)
        self.init { choice in
            if let detector = first.take(for: choice) { return detector }
            return try make(choice)
        }
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
