public import MediaModel

/// Something that happens in a show: a price goes up on screen, hearts arrive.
///
/// The same object in timeline files, where `at` is set, and over the control API.
public struct ShowEvent: Hashable, Sendable {
    /// The media time to commit at; `nil` means now.
    public var at: MediaTime?
    /// Makes the event idempotent: a second one of the same id is not applied.
    public var id: String?
    public var action: Action

    public enum Action: Hashable, Sendable {
        /// Puts a product's price on screen, in place of the one there; `nil` takes it away.
        case price(Product?)
        /// So many hearts came from viewers; at least 1.
        case hearts(count: Int)
    }

    public init(at: MediaTime? = nil, id: String? = nil, action: Action) {
        (self.at, self.id, self.action) = (at, id, action)
    }
}
