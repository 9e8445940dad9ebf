public import Foundation

/// One thing that players are told of what viewers can act on, e.g. a product's price.
public struct PlayerFact: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case text(String)
        /// An address: better none than one cut short.
        case address(String)
        /// In major units: 39.8.
        case amount(Decimal)
        case count(Int)
    }

    /// Capitals, digits and hyphens, e.g. `ORIGINAL-PRICE`.
    public let name: String
    public let value: Value
    /// Whether it changes with each order or bid, so that players are told of it a little later if nothing else changes.
    public let isFrequent: Bool

    public init(_ name: String, _ value: Value, isFrequent: Bool = false) {
        (self.name, self.value, self.isFrequent) = (name, value, isFrequent)
    }
}
