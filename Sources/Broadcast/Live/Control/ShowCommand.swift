import Overlay
import Show

/// Something that the show's thread is asked to do, and whom to tell what became of it.
struct ShowCommand: Sendable {
    enum Work: Sendable {
        /// Committed on one tick, or at the times they name.
        case events([LiveEvent], answer: @Sendable ([CommitResult]) -> Void)
        /// Of a scene builder that has prepared the show once, so that little is left to do.
        case preset(SceneBuilder, answer: @Sendable (PresetChangeResult) -> Void)
    }

    var work: Work
    /// When it was asked. An event that isn't ready ``patience`` later is refused.
    var time = ContinuousClock.now

    /// What takes longer than that belongs to a moment that has passed.
    static let patience = Duration.milliseconds(500)

    /// Tells that nothing will be done.
    func refuse(_ reason: String) {
        switch work {
        case .events(let events, let answer): answer(events.map { _ in .busy(reason) })
        case .preset(_, let answer): answer(.refused(.busy(reason)))
        }
    }

    /// How much room it takes among those that wait.
    var eventCount: Int {
        switch work {
        case .events(let events, _): events.count
        case .preset: 1
        }
    }
}
