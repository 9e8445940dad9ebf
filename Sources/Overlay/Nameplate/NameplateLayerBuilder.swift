import Show
import Typeset

/// Prepares who is selling.
struct NameplateLayerBuilder: LayerBuilder {
    private let stage: LayerContext

    init(_ layer: NameplateLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.nameplate, in: state) { (nameplate) throws(OverlayError) in
            try stage.card(for: nameplate, in: factory) { (typesetter) throws(TypesetError) in
                try NameplateDesign(look: stage.look, language: factory.locale).draw(nameplate, with: typesetter)
            }
        }
    }
}
