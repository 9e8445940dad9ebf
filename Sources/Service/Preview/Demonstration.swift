import Foundation

/// What the preview's buttons put on screen, in the language of the preset: texts as long as those of real shows.
struct Demonstration: Codable, Equatable {
    struct Product: Codable, Equatable {
        var id, name: String
        var price: Decimal
        var originalPrice: Decimal?
        var stock: Int?
        var currency: String?
    }

    struct Poll: Codable, Equatable {
        var question: String
        var options: [String]
    }

    var currency: String
    /// Behind the currency's decimal point.
    var digits: Int
    var products: [Product]
    var comments, authors: [String]
    var poll: Poll
    var countdown: String

    private struct Table: Decodable {
        let languages: [String: Demonstration]
        /// By region.
        let currencies: [String: String]
    }

    private static let table: Table = {
        do {
            return try JSONDecoder().decode(Table.self, from: Data(PackageResources.demo_json))
        } catch {
            // It is compiled in, and a test reads it.
            preconditionFailure("\(error)")
        }
    }()

    /// For a locale such as `ja-JP`; English where its language isn't among those that we have.
    init(locale: String) {
        let parts = locale.split(separator: "-").map(String.init)
        self = Self.table.languages[parts.first ?? ""] ?? Self.table.languages["en"]!
        if let region = parts.dropFirst().last, let currency = Self.table.currencies[region] {
            self.currency = currency
            digits = currency == "JPY" ? 0 : 2
        }
    }

    /// The event that a show begins with, so that a designer sees something.
    var opening: String {
        struct Opening: Encodable {
            let type = "price"
            let product: Product
        }
        var product = products[0]
        product.currency = currency
        return (try? JSONEncoder().encode(Opening(product: product))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
