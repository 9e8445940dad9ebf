public import MediaModel

/// What happens to the products on screen.
public enum PriceAction: Hashable, Sendable {
    /// Puts products on screen, one after the other if there are several, each for `interval`; without end.
    case show([Product], interval: MediaTime = .seconds(6))
    /// So many pieces are left of a product that is shown; `productID` may be `nil` where there is one.
    case stock(Int, productID: String? = nil)
    /// A product that is shown is sold out.
    case soldOut(productID: String? = nil)
    case hide

    /// One product.
    public static func show(_ product: Product) -> PriceAction { .show([product]) }
}

extension PriceAction {
    private static let product = EventKey.product("product", "What is on sale.")
    private static let products = EventKey<[Product]>(
        "products", "Shown in turn.", PresetSchemaKeys.list(of: EventSchema.reference("product"), 1...20)
    ) { (fields, key) throws(EventError) in try Self.readProducts(fields, key) }
    private static let interval = EventKey.seconds("interval", in: 2...600, "Seconds from one product to the next.")
        .with(default: 6)
    private static let productID = EventKey.text(
        "productId", limit: 128, "Which of the products; may be left out where there is one.")
    private static let stock = EventKey.integer("stock", in: 0...1_000_000_000, "Pieces left.")

    static let description = EventDescription(
        "What is on sale, and what it costs.",
        [
            EventForm(
                "show", isDefault: true, keys: [product.required], "Puts a product on screen.",
                #"{"type": "price", "product": {"id": "cup-01", "name": "Vacuum tumbler", "price": 3980, "originalPrice": 5980, "currency": "JPY", "stock": 12}}"#
            ),
            EventForm(
                "show", isDefault: true, keys: [products.required, interval.optional],
                "Shows several products in turn.",
                #"{"type": "price", "interval": 8, "products": [{"id": "a", "name": "Red", "price": 20, "currency": "EUR"}, {"id": "b", "name": "Blue", "price": 25, "currency": "EUR"}]}"#
            ),
            EventForm("hide", "Takes the price off the screen.", #"{"type": "price", "action": "hide"}"#),
            EventForm(
                "stock", keys: [productID.optional, stock.required], "Says how many pieces are left.",
                #"{"type": "price", "action": "stock", "stock": 3}"#),
            EventForm(
                "soldOut", keys: [productID.optional], "Marks a product as sold out.",
                #"{"type": "price", "action": "soldOut", "productId": "cup-01"}"#),
        ])

    init(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "hide", "stock", "soldOut"]) ?? "show"
        let reason = "action is \"\(action)\""
        if action != "show" { try fields.refuse(["product", "products", "interval"], where: reason) }
        if action == "show" || action == "hide" { try fields.refuse(["productId", "stock"], where: reason) }
        switch action {
        case "show": self = try Self.shown(fields)
        case "hide": self = .hide
        case "stock": self = .stock(try fields.require(Self.stock), productID: try fields.read(Self.productID))
        default:
            try fields.refuse(["stock"], where: reason)
            self = .soldOut(productID: try fields.read(Self.productID))
        }
    }

    private static func shown(_ fields: EventFields) throws(EventError) -> PriceAction {
        guard fields.has("products") else {
            try fields.refuse(["interval"], where: "there is one product")
            return .show(try fields.require(product))
        }
        try fields.refuse(["product"], where: "there are products")
        return .show(try fields.require(products), interval: try fields.read(interval) ?? .seconds(6))
    }

    private static func readProducts(_ fields: EventFields, _ key: String) throws(EventError) -> [Product] {
        var products: [Product] = []
        for element in try fields.list(key, of: 1...20, "products") ?? [] {
            guard case .object(let product) = element else {
                throw fields.error("\(key)[\(products.count)]", "expected a product, an object")
            }
            products.append(try Product(product))
            // Stock and "sold out" find a product by its id.
            if products.dropLast().contains(where: { $0.id == products.last?.id }) {
                throw fields.error("\(key)[\(products.count - 1)].id", "another of the products has this id")
            }
        }
        return products
    }
}
