import Foundation

extension Product {
    private static let keys = ["id", "name", "price", "originalPrice", "currency", "stock", "soldOut", "image", "url"]

    /// A trillion: the dearest thing in the weakest currency, and still exact in every format.
    private static let amounts: ClosedRange<Decimal> = 0...1_000_000_000_000

    /// ISO 4217 as this platform's ICU knows it.
    private static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })

    init(_ fields: EventFields) throws(EventError) {
        try fields.refuseKeys(notAmong: Self.keys)
        let id = try fields.require("id", fields.text("id", limit: 128))
        let name = try fields.require("name", fields.text("name", limit: 200))
        let price = try fields.require("price", fields.decimal("price", in: Self.amounts))
        let originalPrice = try fields.decimal("originalPrice", in: Self.amounts)
        let currency = try Self.currency(fields)
        try Self.check(price, "price", in: currency, fields)
        if let originalPrice { try Self.check(originalPrice, "originalPrice", in: currency, fields) }
        self.init(
            id: id, name: name, price: price, originalPrice: originalPrice, currency: currency,
            stock: try fields.integer("stock", in: 0...1_000_000_000),
            isSalesEnded: try fields.flag("soldOut") ?? false,
            image: try fields.showFile("image"),
            url: try fields.webAddress("url"))
    }

    /// Refuses what nobody could pay, rather than round it: the tag and the playlists would say different prices.
    private static func check(
        _ amount: Decimal, _ key: String, in currency: String, _ fields: EventFields
    ) throws(EventError) {
        guard !CurrencyDecimals.allow(amount, in: currency) else { return }
        let most = CurrencyDecimals.most(in: currency)
        throw fields.error(
            key,
            most == 0
                ? "expected a whole amount, as \(currency) has no decimals, found \(amount)"
                : "expected at most \(most) decimals, as \(currency) has, found \(amount)")
    }

    private static func currency(_ fields: EventFields) throws(EventError) -> String {
        let code = try fields.require("currency", fields.text("currency", limit: 64))
        guard !currencies.contains(code) else { return code }
        let hint = currencies.contains(code.uppercased()) ? "did you mean \"\(code.uppercased())\"?" : nil
        throw fields.error(
            "currency",
            "expected an ISO 4217 code of three capitals, found \(quoted(code))\(hint.map { "; \($0)" } ?? "")")
    }
}
