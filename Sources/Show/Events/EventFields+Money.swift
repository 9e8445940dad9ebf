import Foundation

/// Amounts of money, and their currency.
extension EventFields {
    /// A trillion: the dearest thing in the weakest currency, and still exact in every format.
    static let amounts: ClosedRange<Decimal> = 0...1_000_000_000_000

    /// ISO 4217 as this platform's ICU knows it.
    private static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })

    /// Refuses what nobody could pay, rather than round it: the screen and the playlists would say different amounts.
    func check(_ amount: Decimal, _ key: String, in currency: String) throws(EventError) {
        guard !CurrencyDecimals.allow(amount, in: currency) else { return }
        let most = CurrencyDecimals.most(in: currency)
        throw error(
            key,
            most == 0
                ? "expected a whole amount, as \(currency) has no decimals, found \(amount)"
                : "expected at most \(most) decimals, as \(currency) has, found \(amount)")
    }

    /// An ISO 4217 code.
    fileprivate func currency(_ key: String) throws(EventError) -> String? {
        let code = try text(key, limit: 64)
        guard let code, !Self.currencies.contains(code) else { return code }
        let hint = Self.currencies.contains(code.uppercased()) ? "did you mean \"\(code.uppercased())\"?" : nil
        throw error(
            key, "expected an ISO 4217 code of three capitals, found \(quoted(code))\(hint.map { "; \($0)" } ?? "")")
    }
}

extension EventKey<String> {
    static let currency = EventKey(
        "currency", "ISO 4217.", ["type": "string", "pattern": "^[A-Z]{3}$"]
    ) { (fields, key) throws(EventError) in try fields.currency(key) }
}
