import MediaModel
import Show
import Typeset

/// Prepares the price tag.
struct PriceArtist: LayerArtist {
    private let layer: PriceLayer
    private let number: Int
    private let formatter: PriceFormatter
    private let design: PriceTagDesign
    private let enter: Transition
    private let exit: Transition

    init(_ layer: PriceLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        self.layer = layer
        self.number = number
        formatter = PriceFormatter(locale: workshop.locale)
        design = try PriceTagDesign(
            style: layer.box.style, face: workshop.face(named: layer.box.style.face), geometry: workshop.geometry,
            widestTag: workshop.geometry.across(layer.box.width), isRightToLeft: formatter.isRightToLeft)
        enter = Transition(layer.box.enter, frameRate: workshop.frameRate)
        exit = Transition(layer.box.exit, frameRate: workshop.frameRate)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        PriceScene(
            current: try tag(state.price.current, in: workshop), previous: try tag(state.price.previous, in: workshop),
            changedAt: state.price.changedAt, enter: enter, exit: exit)
    }

    private func tag(_ product: Product?, in workshop: Workshop) throws(OverlayError) -> PriceScene.Tag? {
        guard let product else { return nil }
        let content = PriceTagContent(product, formatter: formatter)
        let sprite = try workshop.cache.sprite(
            for: .priceTag(layer: number, content)
        ) { () throws(OverlayError) in
            try workshop.makeSprite { (typesetter) throws(TypesetError) in try design.draw(content, with: typesetter) }
        }
        // The plate keeps the inset; its shadow may reach beyond.
        let plate = PixelSize(
            width: sprite.size.width - 2 * design.margin, height: sprite.size.height - 2 * design.margin)
        let corner = workshop.geometry.position(of: plate, in: layer.box)
        let (x, y) = (corner.x - design.margin, corner.y - design.margin)
        return PriceScene.Tag(
            sprite: sprite, x: x, y: y,
            travel: Travel(x: x, y: y, size: sprite.size, canvas: workshop.geometry.canvas))
    }
}
