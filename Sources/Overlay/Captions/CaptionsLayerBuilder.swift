import Captions
import MediaModel
import Show
import Typeset

/// Prepares captions: a sprite for each line that is on screen, or is to come.
struct CaptionsLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let design: CaptionRowDesign
    private let rows: CaptionRows
    private let language: LanguageTag?

    init(_ layer: CaptionsLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        language = layer.language ?? (try? LanguageTag(factory.locale))
        let look = stage.look
        design = CaptionRowDesign(look: look, language: language.map { "\($0)" } ?? factory.locale)
        guard look.room.height >= design.height else {
            throw OverlayError(
                .unusableLayer,
                """
                the layer "\(layer.box.name)" has no room for a line: it needs \(design.height) samples, and has \
                \(look.room.height)
                """)
        }
        rows = CaptionRows(
            breaks: CaptionBreaks(width: look.textWidth),
            measures: CaptionMeasures(style: design.style, width: look.textWidth),
            count: max(1, min(layer.lines, look.room.height / design.height)))
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        stage.scene(of: try content(state.captions, in: factory), in: state)
    }

    private func content(_ captions: CaptionsState, in factory: SpriteFactory) throws(OverlayError) -> Content? {
        guard let language else { return nil }
        let shown = captions.shown.filter { $0.caption.language.suits(language) }
        guard !shown.isEmpty else { return nil }
        // Those of one tick stay in their order.
        let lines = shown.flatMap { rows.rows(of: $0, in: factory) }.enumerated()
            .sorted { ($0.element.bornAt, $0.offset) < ($1.element.bornAt, $1.offset) }.map(\.element)
        let size = PixelSize(width: stage.look.room.width, height: rows.count * design.height)
        let corner = stage.geometry.position(of: size, in: stage.box)
        let margin = stage.look.margin
        var placed: [CaptionsScene.Row] = []
        for row in lines {
            let sprite = row.line.isEmpty ? nil : try sprite(of: row.line, in: factory)
            let plateWidth = (sprite?.size.width ?? 0) - 2 * margin
            let left = row.line.isRightToLeft ? corner.x + size.width - plateWidth : corner.x
            placed.append(
                CaptionsScene.Row(sprite: sprite, x: left - margin, bornAt: row.bornAt, endsAt: row.endsAt))
        }
        let scene = CaptionsScene(
            rows: placed, count: rows.count, pitch: design.height, margin: margin, bottom: corner.y + size.height,
            roll: stage.change, exit: stage.exit)
        let area = PixelArea(x: corner.x, y: corner.y, width: size.width, height: size.height)
        return Content([], moving: scene, area: area, canvas: stage.geometry.canvas)
    }

    private func sprite(of line: CaptionLine, in factory: SpriteFactory) throws(OverlayError) -> Sprite {
        try stage.sprite(for: line, in: factory) { (typesetter) throws(TypesetError) in
            try design.draw(line, with: typesetter)
        }
    }
}
