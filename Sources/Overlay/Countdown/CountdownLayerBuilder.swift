import MediaModel
import Show
import Typeset

/// Prepares the time that is left: digits once, a plate for each heading.
struct CountdownLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let design: CountdownDesign
    private let framesPerSecond: Int
    private let urgentBelow: Int
    /// Without hours, and with them.
    private let minutes, hours: Digits
    /// The largest digits, in units, and what a label beside them takes, in luma samples.
    private let largest, besideLabel: Double

    /// The sprites of one size of digits.
    private struct Digits {
        let calm: DigitSprites
        /// From the digits at rest to the digits at their largest.
        let urgent: [DigitSprites]
    }

    /// How much larger a second's digits are as it comes, in steps.
    private static let zooms = [1, 1.04, 1.08, 1.12]

    /// - Throws: ``OverlayError`` also for a box in which digits would be smaller than text may be.
    init(_ layer: CountdownLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        framesPerSecond = factory.frameRate.framesPerSecond
        urgentBelow = factory.frameRate.tick(nearest: layer.urgentBelow)
        let look = stage.look
        // As large as they may be with two digits of hours; beside a label they leave room for it.
        let isRow = layer.layout == .row
        let largest = isRow ? 1.9 : 2.7
        guard let fit = TimeLeft.fit(.hours, largest: largest, width: look.textWidth, look, in: factory) else {
            throw OverlayError(
                .unusableLayer,
                "the layer \"\(layer.box.name)\" is too narrow for a countdown: \(look.room.width) samples")
        }
        // The default words always fit where hours do.
        let most = TimeLeft.Span.days(digits: "\(TimeLeft.mostDays)".count)
        guard TimeLeft.fit(most, largest: largest, width: look.textWidth, look, in: factory) != nil else {
            throw OverlayError(
                .unusableLayer,
                "words.days \"\(factory.words.days)\" is too long for the layer \"\(layer.box.name)\" of \(look.room.width) samples"
            )
        }
        (self.largest, besideLabel) = (largest, isRow ? look.unit * 6.8 : 0)
        minutes = try Self.digits(fit.scale, look, in: factory)
        let beside =
            TimeLeft.fit(
                .hours, largest: fit.scale, width: look.textWidth - besideLabel, look, in: factory)?.scale ?? 1
        hours = isRow && beside < fit.scale ? try Self.digits(beside, look, in: factory) : minutes
        design = CountdownDesign(look: look, layout: layer.layout)
    }

    /// The sprites of a span. Those of days are made when they are first needed, and kept in the stock.
    private func digits(
        _ span: TimeLeft.Span, in factory: SpriteFactory
    ) throws(OverlayError) -> (digits: Digits, days: TimeLeft.DayWords?) {
        switch span {
        case .minutes: return (minutes, nil)
        case .hours: return (hours, nil)
        case .days:
            let look = stage.look
            let beside = TimeLeft.fit(
                span, largest: largest, width: look.textWidth - besideLabel, look, in: factory)
            // Beside a label only with all of the time; else below it.
            let full = beside.flatMap { $0.rest == .seconds ? $0 : nil }
            guard let fit = full ?? TimeLeft.fit(span, largest: largest, width: look.textWidth, look, in: factory)
            else {
                throw OverlayError(
                    .unusableLayer, "the layer is too narrow for so many days: \(look.room.width) samples")
            }
            let digits = try Self.digits(fit.scale, look, in: factory)
            let words = try TimeLeft.dayWords(
                look.text(fit.scale), rest: fit.rest, isRightToLeft: look.isRightToLeft, in: factory)
            return (digits, words)
        }
    }

    private static func digits(_ scale: Double, _ look: Look, in factory: SpriteFactory) throws(OverlayError) -> Digits
    {
        var urgent: [DigitSprites] = []
        for zoom in factory.isDraft ? zooms.prefix(1) : zooms[...] {
            urgent.append(try DigitSprites.of(look.inAccentColors.text(scale), zoom: zoom, in: factory))
        }
        return Digits(calm: try DigitSprites.of(look.text(scale), in: factory), urgent: urgent)
    }

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.countdown, in: state) { (run) throws(OverlayError) in
            try content(run, in: factory)
        }
    }

    private func content(_ run: CountdownRun, in factory: SpriteFactory) throws(OverlayError) -> Content {
        var heading = CountdownHeading(
            run, words: factory.words, language: factory.locale, framesPerSecond: framesPerSecond)
        let (digits, days) = try digits(heading.span, in: factory)
        let left = max(0, run.phase.end - run.phase.start + framesPerSecond - 1) / framesPerSecond
        let whole = TimeLeft(digits: digits.calm, days: days).width(left)
        // Two digits of hours, as the plate mustn't change from one countdown to the next for one digit.
        let least = digits.calm.width(digits: heading.hasHours ? 6 : 4, signs: heading.hasHours ? 2 : 1)
        let room = PixelSize(width: max(whole, least), height: digits.calm.height)
        let layout = factory.withTypesetter { design.layOut(heading, digits: room, with: $0) }
        let calm = try plate(heading, layout, in: factory)
        heading.isUrgent = true
        let urgent = try plate(heading, layout, in: factory)
        let corner = stage.corner(of: calm)
        let scene = CountdownScene(
            timing: CountdownScene.Timing(
                end: run.phase.end, framesPerSecond: framesPerSecond, urgentBelow: urgentBelow),
            calm: CountdownScene.Face(plate: calm, digits: [digits.calm]),
            urgent: CountdownScene.Face(plate: urgent, digits: digits.urgent), days: days,
            place: CountdownScene.Place(
                corner: corner, margin: stage.look.margin, digits: (layout.digitsX, layout.digitsY)))
        let area = PixelArea(x: corner.x, y: corner.y, width: calm.size.width, height: calm.size.height)
        return Content([], moving: scene, area: area, canvas: stage.geometry.canvas)
    }

    private func plate(
        _ heading: CountdownHeading, _ layout: CountdownDesign.Layout, in factory: SpriteFactory
    ) throws(OverlayError) -> Sprite {
        try stage.sprite(for: heading, in: factory) { (typesetter) throws(TypesetError) in
            try design.draw(heading, layout, with: typesetter)
        }
    }
}
