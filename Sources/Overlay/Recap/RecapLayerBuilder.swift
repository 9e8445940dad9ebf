import Show
import Typeset

/// Prepares what those who join late have missed.
struct RecapLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let heading: PlainText

    init(_ layer: RecapLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        heading = PlainText(factory.words.recap, limit: 40)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.recap.lines, in: state) { (lines) throws(OverlayError) in
            try stage.card(for: lines, in: factory) { (typesetter) throws(TypesetError) in
                try RecapDesign(look: stage.look, heading: heading, language: factory.locale).draw(
                    lines, with: typesetter)
            }
        }
    }
}
