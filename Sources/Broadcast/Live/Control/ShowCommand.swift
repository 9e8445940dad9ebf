import Overlay
import Show

/// Something that the show's thread is asked to do, and whom to tell what became of it.
struct ShowCommand: Sendable {
    enum Work: Sendable {
        case events(EventBatch)
        /// Of a scene builder that has prepared the show once, so that little is left to do.
        case preset(SceneBuilder, answer: @Sendable (PresetChangeResult) -> Void)
    }

    /// Events that are committed on one tick, or at the times they name.
    struct EventBatch: Sendable {
        let events: [LiveEvent]
        /// When they were sent, on the programme's clock in nanoseconds. Events that aren't ready ``patience`` later are refused.
        let time: Int64
        /// Takes what became of each, in their order.
        let answer: @Sendable ([CommitResult]) -> Void
    }

    let work: Work

    /// What takes longer than that belongs to a moment that has passed. In nanoseconds.
    static let patience: Int64 = 500_000_000

    /// Tells that nothing will be done.
    func refuse(_ reason: String) {
        switch work {
        case .events(let batch): batch.answer(batch.events.map { _ in .busy(reason) })
        case .preset(_, let answer): answer(.refused(.busy(reason)))
        }
    }

    /// How much room it takes among those that wait.
    var eventCount: Int {
        switch work {
        case .events(let batch): batch.events.count
        case .preset: 1
        }
    }
}
