import Follow
import Show
import Synchronization

/// A detector that was made before anybody needs it. The thread that takes it has it for itself.
final class ReadyDetector: Sendable {
    private let choice: FollowPreset.SubjectChoice
    private let detector: Mutex<(any SubjectDetector)?>

    init(_ detector: sending any SubjectDetector, for choice: FollowPreset.SubjectChoice) {
        self.choice = choice
        self.detector = Mutex(detector)
    }

    /// - Returns: `nil` if it looks for something else, or somebody has it.
    func take(for choice: FollowPreset.SubjectChoice) -> sending (any SubjectDetector)? {
        guard choice == self.choice else { return nil }
        return detector.withLock { $0.take() }
    }
}
