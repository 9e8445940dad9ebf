public import Broadcast
import Synchronization

/// What the control side sees.
extension OpenAudience {
    /// The oldest first.
    var heldComments: [HeldComments.Item] { held.withLock { $0.items } }

    /// Shows a comment that waited.
    ///
    /// - Returns: What became of it; `nil` if no such comment waits.
    func pass(_ id: String) async -> CommitResult? {
        guard let item = held.withLock({ $0.take(id) }) else { return nil }
        let result = await programme.commit([item.event]).first
        if case .busy? = result { held.withLock { $0.add(item) } }
        return result
    }

    /// - Returns: Whether such a comment waited.
    func reject(_ id: String) -> Bool { held.withLock { $0.take(id) } != nil }

    /// What `/metrics` shows of it.
    public var metrics: [MetricSource] {
        let counted: [(String, String, @Sendable () -> Int)] = [
            ("audience_hearts", "Hearts of the page's visitors.", { self.hearts.load(ordering: .relaxed) }),
            ("audience_votes", "Votes of the page's visitors.", { self.votes.load(ordering: .relaxed) }),
            ("audience_comments", "Comments of the page's visitors.", { self.comments.load(ordering: .relaxed) }),
            (
                "audience_refused",
                "What the page's visitors sent in vain: too fast, too many, or refused by the show.",
                { self.refusals.load(ordering: .relaxed) }
            ),
            (
                "audience_unseen_comments", "Comments that went unseen as too many waited.",
                { self.held.withLock { $0.droppedCount } }
            ),
        ]
        return counted.map { name, help, value in MetricSource(.counter, name, help) { Double(value()) } }
            + [
                MetricSource(.gauge, "audience_held_comments", "Comments that wait for the control side.") {
                    Double(self.held.withLock { $0.items.count })
                },
                MetricSource(.gauge, "audience_visitors", "Visitors that have sent something and are remembered.") {
                    Double(self.ledger.withLock { $0.visitorCount })
                },
            ]
    }
}
