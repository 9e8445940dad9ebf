public import Foundation

/// One thing that players are told of what viewers can act on, e.g. a product's price.
public struct PlayerFact: Hashable, Sendable {
    public enum Value: Hashable, Sendable {
        case text(String)
        /// In each of its languages.
        case localized(LocalizedText)
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

    /// What is told of a text that viewers read.
    init(_ name: String, _ text: LocalizedText) {
        if case .plain(let text) = text { self.init(name, .text(text)) } else { self.init(name, .localized(text)) }
    }

    /// The fact for players that know one text a name: that of a language under the fact's own name, and each one under a
    /// name that ends in its language, e.g. `NAME-ZH-HANT`. A fact without languages is itself.
    ///
    /// - Parameter language: A BCP 47 tag.
    public func spelled(in language: String) -> [PlayerFact] {
        guard case .localized(let text) = value else { return [self] }
        return [PlayerFact(name, .text(text.text(in: language)), isFrequent: isFrequent)]
            + text.byLanguage.map { tag, text in
                PlayerFact("\(name)-\("\(tag)".uppercased())", .text(text), isFrequent: isFrequent)
            }
    }
}
