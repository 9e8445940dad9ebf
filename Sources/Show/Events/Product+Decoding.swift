import Foundation

extension Product {
    private static let keys = ["id", "name", "price", "originalPrice", "currency", "stock", "soldOut", "image", "url"]

    /// A trillion: the dearest thing in the weakest currency, and still exact in every format.
    private static let amounts: ClosedRange<Decimal> = 0...1_000_000_000_000

    /// ISO 4217 as this platform's ICU knows it.
    private static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })

    init(_ fields: EventFields) throws(EventError) {
        try fields.refuseKeys(notAmong: Self.keys)
        self.init(
            id: try fields.require("id", fields.text("id", limit: 128)),
            name: try fields.require("name", fields.text("name", limit: 200)),
            price: try fields.require("price", fields.decimal("price", in: Self.amounts)),
            originalPrice: try fields.decimal("originalPrice", in: Self.amounts),
            currency: try Self.currency(fields),
            stock: try fields.integer("stock", in: 0...1_000_000_000),
            isSalesEnded: try fields.flag("soldOut") ?? false,
            image: try fields.showFile("image"),
            url: try fields.webAddress("url"))
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
