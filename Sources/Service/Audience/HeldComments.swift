import Broadcast
import Foundation

/// Visitors' comments that wait for the control side's word. A value: whoever shares one holds a lock.
struct HeldComments {
    struct Item {
        let id: String
        let author: String?
        let text: String
        /// When it came.
        let received: Date
        /// What is committed if it passes.
        let event: LiveEvent
    }

    /// A moderator can't have an eye on more; the oldest goes for one more.
    static let limit = 1_000

    /// The oldest first.
    private(set) var items: [Item] = []
    /// How many went unseen as too many waited.
    private(set) var droppedCount = 0

    mutating func add(_ item: Item) {
        if items.count >= Self.limit {
            items.removeFirst()
            droppedCount += 1
        }
        items.append(item)
    }

    /// - Returns: `nil` if no such comment waits.
    mutating func take(_ id: String) -> Item? {
        items.firstIndex { $0.id == id }.map { items.remove(at: $0) }
    }
}
