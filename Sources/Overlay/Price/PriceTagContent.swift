import Foundation
import ImageCodecs
import Show
import Typeset

/// What a price tag says, in words: two products that read the same share one sprite.
struct PriceTagContent: Hashable, Sendable {
    let name: PlainText
    /// Sign and digits.
    let price: [TextRun]
    /// Before the discount; `nil` unless it was more.
    let originalPrice: [TextRun]?
    /// E.g. `-33%`.
    let discount: PlainText?
    /// E.g. `残り 3点`; `nil` if there are plenty, or none.
    let stock: PlainText?
    /// E.g. `SOLD OUT`; `nil` while it can be bought.
    let soldOut: PlainText?
    /// The photo's name; `nil` for none.
    let photo: String?
    /// Which of how many products in turn; `nil` for one alone.
    let page: Page?

    struct Page: Hashable, Sendable {
        /// From 0.
        let index: Int
        let count: Int
    }

    init(_ product: Product, page: Page?, layer: PriceLayer, words: Wording, formatter: PriceFormatter) {
        name = PlainText(product.name.text(in: formatter.language), limit: 120)
        price = Self.runs(product.price, currency: product.currency, formatter, signScale: 0.68)
        if let original = product.originalPrice, original > product.price {
            originalPrice = Self.runs(original, currency: product.currency, formatter)
            discount = formatter.discount(from: original, to: product.price).map { PlainText($0) }
        } else {
            (originalPrice, discount) = (nil, nil)
        }
        if let left = product.stock, left > 0, left <= layer.stockBelow, !product.isSoldOut {
            stock = PlainText(words.stockLeft.replacing("{n}", with: formatter.string(left)), limit: 40)
        } else {
            stock = nil
        }
        soldOut = product.isSoldOut ? PlainText(words.soldOut, limit: 40) : nil
        photo = layer.photo ? product.image : nil
        self.page = page
    }

    /// An amount in its digits and what stands around them: a sign that no font has is written as the currency's code.
    ///
    /// - Parameter signScale: The sign's size against the digits': where it is smaller, digits lead.
    static func runs(
        _ amount: Decimal, currency: String, _ formatter: PriceFormatter, signScale: Double = 1
    ) -> [TextRun] {
        let amount = formatter.string(amount, currency: currency)
        guard let first = amount.firstIndex(where: \.isNumber), let last = amount.lastIndex(where: \.isNumber) else {
            return [TextRun(PlainText(amount, limit: 40))]
        }
        let parts: [(text: Substring, isSign: Bool)] = [
            (amount[..<first], true), (amount[first...last], false), (amount[amount.index(after: last)...], true),
        ]
        return parts.filter { !$0.text.isEmpty }.map { part in
            TextRun(
                PlainText(String(part.text), limit: 40, isTrimmed: false), scale: part.isSign ? signScale : 1,
                currency: part.isSign ? currency : nil)
        }
    }
}
