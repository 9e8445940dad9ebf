import MediaModel
import Show
import Typeset

/// Prepares an auction: a plate for each bid, and the running time on it.
struct AuctionLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let design: AuctionDesign
    private let formatter: PriceFormatter
    private let framesPerSecond: Int
    private let urgentBelow: Int

    /// The time's largest digits, in units, and how much of the layer's width it may take.
    private static let largest = 1.6
    private static let timeShare = 0.55

    /// - Throws: ``OverlayError`` also for a box in which the time would be smaller than text may be.
    init(_ layer: AuctionLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        design = AuctionDesign(look: stage.look, itemLines: layer.lines)
        formatter = PriceFormatter(locale: factory.locale)
        framesPerSecond = factory.frameRate.framesPerSecond
        urgentBelow = factory.frameRate.tick(nearest: layer.urgentBelow)
        guard Self.fit(.hours, stage.look, in: factory) != nil else {
            throw OverlayError(
                .unusableLayer,
                "the layer \"\(layer.box.name)\" is too narrow for the time that is left: \(stage.look.room.width) samples"
            )
        }
    }

    private static func fit(
        _ span: TimeLeft.Span, _ look: Look, in factory: SpriteFactory
    ) -> (scale: Double, rest: TimeLeft.Rest)? {
        TimeLeft.fit(span, largest: largest, width: look.textWidth * timeShare, look, in: factory)
            ?? TimeLeft.fit(span, largest: largest, width: look.textWidth, look, in: factory)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        try stage.scene(
            of: state.auction, in: state,
            isSame: { $0.auction == $1.auction && $0.startedAt == $1.startedAt }
        ) { (run) throws(OverlayError) in try content(run, in: factory) }
    }

    private func content(_ run: AuctionRun, in factory: SpriteFactory) throws(OverlayError) -> Content {
        guard run.soldAt == nil, let end = run.endsAt else {
            let content = AuctionContent(run, timeRoom: nil, words: factory.words, formatter: formatter)
            return try stage.card(for: content, in: factory) { (typesetter) throws(TypesetError) in
                try design.draw(content, with: typesetter)
            }
        }
        // By the auction's length, not by what is left: the plate mustn't shrink while it runs.
        let seconds = max(0, end - run.startedAt + framesPerSecond - 1) / framesPerSecond
        let look = stage.look
        let span = TimeLeft.Span(seconds: seconds)
        let fit = Self.fit(span, look, in: factory) ?? (scale: 1, rest: .nothing)
        let calm = try DigitSprites.of(look.text(fit.scale), in: factory)
        let urgent = try DigitSprites.of(look.text(fit.scale, look.style.accentOnPlate), in: factory)
        var days: TimeLeft.DayWords?
        if case .days = span {
            days = try TimeLeft.dayWords(
                look.text(fit.scale), rest: fit.rest, isRightToLeft: look.isRightToLeft, in: factory)
        }
        let width = max(TimeLeft(digits: calm, days: days).width(seconds), calm.width(digits: 4, signs: 1))
        let content = AuctionContent(
            run, timeRoom: PixelSize(width: width, height: calm.height), words: factory.words, formatter: formatter)
        let plate = try stage.sprite(for: content, in: factory) { (typesetter) throws(TypesetError) in
            try design.draw(content, with: typesetter)
        }
        let layout = factory.withTypesetter { design.layOut(content, with: $0) }
        let corner = stage.corner(of: plate)
        let scene = CountdownScene(
            timing: CountdownScene.Timing(end: end, framesPerSecond: framesPerSecond, urgentBelow: urgentBelow),
            calm: CountdownScene.Face(plate: plate, digits: [calm]),
            urgent: CountdownScene.Face(plate: plate, digits: [urgent]), days: days,
            place: CountdownScene.Place(corner: corner, margin: look.margin, digits: (layout.timeX, layout.timeY)))
        let area = PixelArea(x: corner.x, y: corner.y, width: plate.size.width, height: plate.size.height)
        return Content([], moving: scene, area: area, canvas: stage.geometry.canvas)
    }
}
