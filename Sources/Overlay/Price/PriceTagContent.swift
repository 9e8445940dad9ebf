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

    init(_ product: Product, formatter: PriceFormatter) {
        name = PlainText(product.name, limit: 120)
        price = Self.runs(formatter.string(product.price, currency: product.currency))
        if let original = product.originalPrice, original > product.price {
            originalPrice = PlainText(formatter.string(original, currency: product.currency), limit: 40)
            discount = formatter.discount(from: original, to: product.price).map { PlainText($0) }
        } else {
            (originalPrice, discount) = (nil, nil)
        }
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
