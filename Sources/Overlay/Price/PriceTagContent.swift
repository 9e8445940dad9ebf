import Pictures
import Show
import Typeset

/// What a price tag says, in words: two products that read the same share one sprite.
struct PriceTagContent: Hashable, Sendable {
    let name: PlainText
    /// Sign and digits.
    let price: [TextRun]
    /// Before the discount; `nil` unless it was more.
    let originalPrice: PlainText?
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
        name = PlainText(product.name, limit: 120)
        price = Self.runs(formatter.string(product.price, currency: product.currency))
        if let original = product.originalPrice, original > product.price {
            originalPrice = PlainText(formatter.string(original, currency: product.currency), limit: 40)
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

    /// Splits an amount into its digits and what stands around them: the sign is set smaller, so that digits lead.
    private static func runs(_ amount: String) -> [TextRun] {
        guard let first = amount.firstIndex(where: \.isNumber), let last = amount.lastIndex(where: \.isNumber) else {
            return [TextRun(PlainText(amount, limit: 40))]
        }
        let parts: [(text: Substring, scale: Double)] = [
            (amount[..<first], 0.68), (amount[first...last], 1), (amount[amount.index(after: last)...], 0.68),
        ]
        return parts.filter { !$0.text.isEmpty }.map { part in
            TextRun(PlainText(String(part.text), limit: 40, isTrimmed: false), scale: part.scale)
        }
    }
}
