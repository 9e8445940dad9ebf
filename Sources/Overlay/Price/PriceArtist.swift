import Show
import Typeset

/// Prepares the price tag.
struct PriceArtist: LayerArtist {
    private let stage: Stage
    private let formatter: PriceFormatter
    private let design: PriceTagDesign

    init(_ layer: PriceLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
        formatter = PriceFormatter(locale: workshop.locale)
        design = PriceTagDesign(look: stage.look)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        let price = state.price
        let shown = Shown(current: price.current, previous: price.previous, changedAt: price.changedAt)
        return try stage.scene(of: shown, in: state, isSame: { $0.id == $1.id }) { (product) throws(OverlayError) in
            let content = PriceTagContent(product, formatter: formatter)
            return try stage.card(for: content, in: workshop) { (typesetter) throws(TypesetError) in
                try design.draw(content, with: typesetter)
            }
        }
    }
}
