import MediaModel
import Show
import Typeset

/// Prepares text that stays as it is: made once, with the layer builder.
struct TextLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let content: Content

    init(_ layer: TextLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        let look = stage.look
        content = try stage.card(for: layer.text, in: factory) { (typesetter) throws(TypesetError) in
            let style = look.text(1.2, lineHeight: 1.32)
            let edge = (look.unit * 0.42).rounded()
            let lines = look.lines(layer.lines, pitch: style.size * style.lineHeight, besides: 2 * edge)
            var text = typesetter.fit(
                PlainText(layer.text.text(in: factory.locale), limit: 400), style: style,
                within: look.limits(lines: lines))
            text.alignment = layer.alignment.ofLines
            return try look.makeDrawing(width: text.width + 2 * look.padding, height: text.height + 2 * edge) {
                (drawing, plate) throws(TypesetError) in
                try look.drawPlate(plate, on: drawing)
                drawing.draw(text, x: plate.x + (plate.width - text.width) / 2, y: plate.y + edge)
            }
        }
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        stage.scene(of: content, in: state)
    }
}

extension TextLayer.Alignment {
    fileprivate var ofLines: TextAlignment {
        switch self {
        case .leading: .leading
        case .center: .center
        case .trailing: .trailing
        }
    }
}
