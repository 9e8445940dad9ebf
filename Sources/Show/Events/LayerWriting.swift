public import Foundation

/// Texts that layers of a type write: letters that no font has are looked for in them.
public struct LayerWriting: Hashable, Sendable {
    public enum Text: Hashable, Sendable {
        case words(LocalizedText)
        /// In major units, with the sign of its ISO 4217 currency.
        case amount(Decimal, currency: String)
    }

    public let layer: LayerType
    public let texts: [Text]

    init(_ layer: LayerType, _ texts: [Text]) { (self.layer, self.texts) = (layer, texts) }

    init(_ layer: LayerType, _ words: [LocalizedText?]) {
        self.init(layer, words.compactMap { word in word.map { .words($0) } })
    }
}

extension Product {
    var writing: [LayerWriting.Text] {
        [.words(name), .amount(price, currency: currency)]
            + (originalPrice.map { [.amount($0, currency: currency)] } ?? [])
    }
}
