/// The product on screen, the one that it took the place of, and those that will come in turn.
///
/// Where `current` and `previous` have the same id it is the same product with another price or stock: it changes in
/// its place rather than come in.
public struct PriceState: Hashable, Sendable {
    /// What is shown since `changedAt`; `nil` for nothing.
    public var current: Product?
    /// What was shown until `changedAt`, for the exit animation.
    public var previous: Product?
    /// The tick of the last change.
    public var changedAt: Int
    /// All that are shown in turn, of which `current` is the one at `index`; empty for a single product or none.
    public var products: [Product]
    public var index: Int

    public init(
        current: Product? = nil, previous: Product? = nil, changedAt: Int = 0, products: [Product] = [], index: Int = 0
    ) {
        self.current = current
        self.previous = previous
        self.changedAt = changedAt
        self.products = products
        self.index = index
    }
}
