public import Foundation
import Show

/// Writes amounts of money the way a locale does, e.g. `¥3,980`, `$39.80`, `39,80 €`.
public struct PriceFormatter: Hashable, Sendable {
    private let locale: Locale
    /// The locale's BCP 47 tag.
    let language: String

    /// - Parameter locale: A BCP 47 tag such as `ja-JP`.
    public init(locale: String) {
        language = locale
        self.locale = Locale(identifier: locale)
    }

    /// Whether the locale's language is written from right to left.
    var isRightToLeft: Bool { locale.language.characterDirection == .rightToLeft }

    /// An amount with its currency's sign, and as many decimals as ``CurrencyDecimals`` says.
    ///
    /// - Parameters:
    ///   - amount: In major units.
    ///   - currency: An ISO 4217 code.
    public func string(_ amount: Decimal, currency: String) -> String {
        let decimals = CurrencyDecimals.written(amount, in: currency)
        let style = Decimal.FormatStyle.Currency(code: currency, locale: locale).precision(.fractionLength(decimals))
        // Japanese data has a yen sign as wide as a kanji, which leaves a hole before the digits.
        return amount.formatted(style).replacing("¥", with: "¥")
    }

    /// How much cheaper something has become, in whole percent rounded down, e.g. `-33%`; `nil` if it hasn't, or by
    /// less than one percent. Rounded down because shops may not promise more than they give.
    public func discount(from original: Decimal, to price: Decimal) -> String? {
        guard price >= 0, original > price else { return nil }
        var exact = (original - price) * 100 / original
        var whole = Decimal()
        NSDecimalRound(&whole, &exact, 0, .down)
        return whole >= 1 ? "-\(whole)%" : nil
    }

    /// A count with its digits grouped, e.g. `10,037`.
    public func string(_ count: Int) -> String { count.formatted(.number.locale(locale)) }

    /// A count that takes few letters, e.g. `10,037`, but `1234万` or `12M` from ten millions on.
    func shortString(_ count: Int) -> String {
        guard count >= 10_000_000 else { return string(count) }
        return count.formatted(.number.notation(.compactName).locale(locale))
    }
}
