public import Foundation

/// What is on sale.
public struct Product: Hashable, Sendable {
    public var id: String
    public var name: LocalizedText
    /// In major units: 39.8 is thirty-nine dollars eighty.
    public var price: Decimal
    /// Before the discount; shown struck through when it is more than the price.
    public var originalPrice: Decimal?
    /// An ISO 4217 code such as `JPY`.
    public var currency: String
    /// Pieces left; `nil` if nobody counts.
    public var stock: Int?
    /// Whether sales have ended, whatever the stock.
    public var isSalesEnded = false
    /// A picture's file name, relative to the show's folder.
    public var image: String?
    /// Where to buy it.
    public var url: String?

    public init(
        id: String, name: LocalizedText, price: Decimal, originalPrice: Decimal? = nil, currency: String,
        stock: Int? = nil,
        image: String? = nil
    ) {
        self.id = id
        self.name = name
        self.price = price
        self.originalPrice = originalPrice
        self.currency = currency
        self.stock = stock
        self.image = image
    }

    /// Whether nobody can buy it any more.
    public var isSoldOut: Bool { isSalesEnded || stock == 0 }
}
