import Foundation

extension Product {
    private static let id = EventKey.text("id", limit: 128, "Unique in the show.")
    private static let name = EventKey.localizedText("name", limit: 200, "What it is called.")
    private static let price = EventKey.amount("price", "In major units: 39.8 is thirty-nine dollars eighty.")
    private static let originalPrice = EventKey.amount("originalPrice", "Before the discount; struck through.")
    private static let stock = EventKey.integer("stock", in: 0...1_000_000_000, "Pieces left; absent if nobody counts.")
    private static let soldOut = EventKey.flag("soldOut", "Whether sales have ended, whatever the stock.")
    private static let image = EventKey.file("image", "A picture of it.")
    private static let url = EventKey.webAddress("url", "Where to buy it.")

    static let form = EventForm(
        nil,
        keys: [
            id.required, name.required, price.required, originalPrice.optional, EventKey.currency.required,
            stock.optional, soldOut.optional, image.optional, url.optional,
        ], "A product.", "")

    init(_ fields: EventFields) throws(EventError) {
        try fields.refuseKeys(notAmong: Self.form.keys.map(\.description.name))
        let id = try fields.require(Self.id)
        let name = try fields.require(Self.name)
        let price = try fields.require(Self.price)
        let originalPrice = try fields.read(Self.originalPrice)
        let currency = try fields.require(.currency)
        try fields.check(price, Self.price.name, in: currency)
        if let originalPrice { try fields.check(originalPrice, Self.originalPrice.name, in: currency) }
        self.init(
            id: id, name: name, price: price, originalPrice: originalPrice, currency: currency,
            stock: try fields.read(Self.stock), image: try fields.read(Self.image))
        isSalesEnded = try fields.read(Self.soldOut) ?? false
        url = try fields.read(Self.url)
    }
}
