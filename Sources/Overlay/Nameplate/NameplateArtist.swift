import Show
import Typeset

/// Prepares who is selling.
struct NameplateArtist: LayerArtist {
    private let stage: Stage

    init(_ layer: NameplateLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.nameplate, in: state) { (nameplate) throws(OverlayError) in
            try stage.card(for: nameplate, in: workshop) { (typesetter) throws(TypesetError) in
                try NameplateDesign(look: stage.look).draw(nameplate, with: typesetter)
            }
        }
    }
}
