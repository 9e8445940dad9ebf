import Show
import Typeset

/// Prepares what those who join late have missed.
struct RecapArtist: LayerArtist {
    private let stage: Stage
    private let heading: PlainText

    init(_ layer: RecapLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
        heading = PlainText(workshop.words.recap, limit: 40)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.recap.lines, in: state) { (lines) throws(OverlayError) in
            try stage.card(for: lines, in: workshop) { (typesetter) throws(TypesetError) in
                try RecapDesign(look: stage.look, heading: heading).draw(lines, with: typesetter)
            }
        }
    }
}
