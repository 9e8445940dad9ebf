import Foundation
import MediaModel

/// The product on sale and what it costs.
public struct PriceLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "price", anchor: .bottomLeft, inset: Inset(horizontal: 4, vertical: 12), width: 58,
        enter: LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)))

    public var box: LayerBox
    /// Whether the product's picture is shown, if it has one.
    public var photo: Bool
    /// The stock is shown when so few pieces are left; 0 for never.
    public var stockBelow: Int
    /// The most lines that the product's name may take; 1 to 3.
    public var lines: Int

    public init(box: LayerBox = Self.standardBox, photo: Bool = true, stockBelow: Int = 20, lines: Int = 2) {
        self.box = box
        self.photo = photo
        self.stockBelow = stockBelow
        self.lines = lines
    }
}

extension PriceLayer {
    public static var standard: PriceLayer { PriceLayer() }
    public static var summary: String { "The product on sale and what it costs." }
    public var layer: Layer { .price(self) }

    public static var playerSubject: String? { "product" }
    public var textColors: [TextColors] { [.onPlate(scale: 1), .onAccent("text on its badges")] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.flag("photo", &photo, "Whether the product's picture is shown")
        keys.integer(
            "stockBelow", &stockBelow, in: 0...1_000_000,
            "The stock is shown when so few pieces are left; 0 for never")
        keys.integer("lines", &lines, in: 1...3, "The most lines that the name may take")
    }

    public func addExample(to show: inout ExampleShow) {
        let name = show.text(
            "真空タンブラー 500ml", "Vacuum tumbler 500 ml",
            long: (
                "【ライブ限定】真空断熱ステンレスタンブラー 500ml 保温保冷 フタ付き 名入れ対応 ギフトボックス入り 3色セット",
                "Live exclusive: vacuum insulated stainless steel tumbler, 500 ml, with lid and engraving, gift box of three"
            ))
        let product = Product(
            id: "p-1", name: .plain(name), price: show.isLong ? 1_234_567 : 3_980,
            originalPrice: show.isLong ? 2_345_678 : 5_980, currency: "JPY", stock: show.isLong ? 19 : 3,
            image: show.photo)
        show.state.price = PriceState(current: product, products: show.isLong ? [product, product] : [])
    }

    public static func playerFacts(of show: ShowState) -> [PlayerFact]? {
        guard let product = show.price.current else { return nil }
        var facts = [PlayerFact("ID", .text(product.id)), PlayerFact("NAME", product.name)]
        facts.append(PlayerFact("PRICE", .amount(product.price)))
        if let price = product.originalPrice { facts.append(PlayerFact("ORIGINAL-PRICE", .amount(price))) }
        facts.append(PlayerFact("CURRENCY", .text(product.currency)))
        if let url = product.url { facts.append(PlayerFact("URL", .address(url))) }
        if let stock = product.isSalesEnded ? 0 : product.stock {
            // That nothing is left is told at once.
            facts.append(PlayerFact("STOCK", .count(stock), isFrequent: stock > 0))
        }
        return facts
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("product", show.price.current, named: "Product") { $1.write(to: &$0) }
        report.objects("products", show.price.products, named: "Product", "Those that are shown in turn.") {
            $1.write(to: &$0)
        }
    }
}

extension Product {
    fileprivate func write(to report: inout some ShowReport) {
        report.text("id", id)
        report.text("name", name)
        report.decimal("price", price)
        report.decimal("originalPrice", originalPrice)
        report.text("currency", currency)
        report.count("stock", stock)
        report.flag("isSoldOut", isSoldOut)
        report.text("image", image)
        report.text("url", url)
    }
}
