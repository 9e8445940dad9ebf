import Foundation
import Overlay
import Testing

@Suite struct PriceFormatterTests {
    @Test(arguments: [
        ("ja-JP", "3980", "JPY", "¥3,980"), ("en-US", "39.8", "USD", "$39.80"), ("de-DE", "39.8", "EUR", "39,80 €"),
        ("en-US", "3980", "JPY", "¥3,980"), ("ja-JP", "0", "JPY", "¥0"), ("ja-JP", "1234567.4", "JPY", "¥1,234,567"),
        ("zh-TW", "1280", "TWD", "$1,280"), ("zh-TW", "1280.5", "TWD", "$1,280.50"),
        ("hu-HU", "12900", "HUF", "12 900 Ft"),
        ("ja-JP", "39.8", "USD", "$39.80"), ("en-GB", "5", "GBP", "£5.00"),
    ])
    func writesAmountsAsTheLocaleDoes(locale: String, amount: String, currency: String, expected: String) throws {
        let text = PriceFormatter(locale: locale).string(try #require(Decimal(string: amount)), currency: currency)
        // The space before a sign is one that lines don't break at.
        #expect(text.replacing("\u{A0}", with: " ") == expected)
    }

    @Test(arguments: [
        ("5980", "3980", "-33%"), ("100", "50", "-50%"), ("100", "0", "-100%"), ("3", "2", "-33%"),
        ("100", "99.01", nil), ("100", "99", "-1%"), ("100", "100", nil), ("100", "101", nil), ("0", "0", nil),
        ("100", "-1", nil),
    ])
    func roundsDiscountsDown(original: String, price: String, expected: String?) throws {
        let discount = PriceFormatter(locale: "ja-JP").discount(
            from: try #require(Decimal(string: original)), to: try #require(Decimal(string: price)))
        #expect(discount == expected)
    }
}
