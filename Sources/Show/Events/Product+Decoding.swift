import Foundation

extension Product {
    private static let keys = ["id", "name", "price", "originalPrice", "currency", "stock", "image", "url"]

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
            image: try Self.image(fields),
            url: try Self.url(fields))
    }

    private static func currency(_ fields: EventFields) throws(EventError) -> String {
        let code = try fields.require("currency", fields.text("currency", limit: 64))
        guard !currencies.contains(code) else { return code }
        let hint = currencies.contains(code.uppercased()) ? "did you mean \"\(code.uppercased())\"?" : nil
        throw fields.error(
            "currency",
            "expected an ISO 4217 code of three capitals, found \(quoted(code))\(hint.map { "; \($0)" } ?? "")")
    }

    /// A relative path, so that an event can't reach for files outside the show's folder.
    private static func image(_ fields: EventFields) throws(EventError) -> String? {
        guard let path = try fields.text("image", limit: 255) else { return nil }
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !steps.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), !path.contains("\\") else {
            throw fields.error("image", "expected a file name inside the show's folder, found \(quoted(path))")
        }
        return path
    }

    /// An address that is safe to hand to every viewer's app.
    private static func url(_ fields: EventFields) throws(EventError) -> String? {
        guard let text = try fields.text("url", limit: 2_048) else { return nil }
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
        guard isPlain, let url = URL(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", url.host()?.isEmpty == false
        else { throw fields.error("url", "expected an address that starts with https://, found \(quoted(text))") }
        return text
    }
}
