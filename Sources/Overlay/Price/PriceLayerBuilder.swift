import MediaModel
import ImageCodecs
import Show
import Typeset

/// Prepares the price tag.
struct PriceLayerBuilder: LayerBuilder {
    private let layer: PriceLayer
    private let stage: LayerContext
    private let formatter: PriceFormatter
    private let design: PriceTagDesign

    init(_ layer: PriceLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        self.layer = layer
        stage = try LayerContext(layer.box, number: number, in: factory)
        formatter = PriceFormatter(locale: factory.locale)
        design = PriceTagDesign(look: stage.look, nameLines: max(1, min(3, layer.lines)))
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        let price = state.price
        let shown = Timed(current: price.current, previous: price.previous, changedAt: price.changedAt)
        return try stage.scene(of: shown, in: state, isSame: { $0.id == $1.id }) { (product) throws(OverlayError) in
            let content = PriceTagContent(
                product, page: page(of: product, in: price), layer: layer, words: factory.words, formatter: formatter)
            let key = SpriteKey(layer: stage.number, content)
            let sprite = try factory.cache.sprite(for: key) { () throws(OverlayError) in
                let photo = try photo(of: content, in: factory)
                return try factory.makeSprite { (typesetter) throws(TypesetError) in
                    try design.draw(content, photo: photo, with: typesetter)
                }
            }
            let corner = stage.corner(of: sprite)
            return Content(sprite, x: corner.x, y: corner.y, canvas: stage.geometry.canvas)
        }
    }

    private func page(of product: Product, in price: PriceState) -> PriceTagContent.Page? {
        let count = price.products.count
        guard count > 1 else { return nil }
        // The one that goes has the page that it had.
        let index = price.products.firstIndex { $0.id == product.id } ?? price.index
        return PriceTagContent.Page(index: max(0, min(count - 1, index)), count: count)
    }

    /// The product's photo in the size that it is drawn at; the tag is cached with it.
    private func photo(of content: PriceTagContent, in factory: SpriteFactory) throws(OverlayError) -> Bitmap? {
        guard let name = content.photo, design.hasRoomForPhoto else { return nil }
        let side = design.photoSide
        return try PictureFolder.load(
            path: factory.pictures.path(of: name), .covering(PixelSize(width: side, height: side))
        ).still
    }
}
