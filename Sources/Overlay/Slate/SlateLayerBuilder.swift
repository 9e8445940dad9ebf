import MediaModel
import ImageCodecs
import Show
import Typeset

/// Prepares the slate: its ground once, its words whenever they change.
struct SlateLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let design: SlateDesign
    private let ground: Sprite
    /// Below a day, and from a day on.
    private let time, days: TimeLeft

    init(_ layer: SlateLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        let geometry = factory.geometry
        time = TimeLeft(digits: try DigitSprites.of(stage.look.text(2.6), in: factory))
        // Smaller where there are days, so that seconds are seen to pass.
        let most = TimeLeft.Span.days(digits: "\(TimeLeft.mostDays)".count)
        let width = Double(geometry.canvas.width) * 0.86
        let fit = TimeLeft.fit(most, largest: 2.6, width: width, stage.look, in: factory) ?? (1, .nothing)
        let style = stage.look.text(fit.scale)
        days = TimeLeft(
            digits: try DigitSprites.of(style, in: factory),
            days: try TimeLeft.dayWords(
                style, rest: fit.rest, isRightToLeft: stage.look.isRightToLeft, in: factory))
        var image: Bitmap?
        if let file = layer.image {
            image = try PictureFolder.load(path: file.path, .covering(geometry.canvas)).still
        }
        let design = SlateDesign(
            look: stage.look, geometry: geometry, box: layer.box, image: image, clockHeight: time.digits.height)
        ground = try factory.makeSprite(edges: .extended) { (_) throws(TypesetError) in try design.drawGround() }
        self.design = design
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        // From one slate to the next: the old one stays whole behind the new one, so the source never shows through.
        let exit = state.slate.current == nil ? nil : stage.enter.held
        return try stage.scene(of: state.slate, in: state, exit: exit) { (run) throws(OverlayError) in
            try content(of: run, in: factory)
        }
    }

    private func content(of run: SlateRun, in factory: SpriteFactory) throws(OverlayError) -> Content {
        let words = PlainText(
            run.slate.text?.text(in: factory.locale) ?? run.slate.kind.words(factory.words), limit: 160)
        let layout = factory.withTypesetter { design.layout(words, hasClock: run.end != nil, with: $0) }
        let title = try stage.sprite(for: words, in: factory) { (typesetter) throws(TypesetError) in
            try design.drawWords(words, layout, with: typesetter)
        }
        let clock = run.end.map {
            SlateClock(
                time: time, days: days, x: layout.clockX, y: layout.clockY, end: $0, frameRate: factory.frameRate)
        }
        return Content(
            [Placement(sprite: ground, x: 0, y: 0), Placement(sprite: title, x: layout.x, y: layout.y)], moving: clock,
            area: PixelArea(size: stage.geometry.canvas), canvas: stage.geometry.canvas)
    }
}

extension Slate.Kind {
    /// What it says unless an event says otherwise.
    fileprivate func words(_ words: Wording) -> String {
        switch self {
        case .startingSoon: words.startingSoon
        case .backSoon: words.backSoon
        case .thankYou: words.thankYou
        }
    }
}
