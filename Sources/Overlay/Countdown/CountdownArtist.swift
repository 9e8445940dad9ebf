import MediaModel
import Show
import Typeset

/// Prepares the time that is left: digits once, a plate for each heading.
struct CountdownArtist: LayerArtist {
    private let stage: Stage
    private let design: CountdownDesign
    private let framesPerSecond: Int
    private let urgentBelow: Int
    /// Without hours, and with them.
    private let minutes, hours: Digits

    /// The sprites of one size of digits.
    private struct Digits {
        let calm: DigitSprites
        /// From the digits at rest to the digits at their largest.
        let urgent: [DigitSprites]
    }

    /// How much larger a second's digits are as it comes, in steps.
    private static let zooms = [1, 1.04, 1.08, 1.12]

    /// - Throws: ``OverlayError`` also for a box in which digits would be smaller than text may be.
    init(_ layer: CountdownLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
        framesPerSecond = workshop.frameRate.framesPerSecond
        urgentBelow = workshop.frameRate.tick(nearest: layer.urgentBelow)
        let look = stage.look
        // As large as they may be with two digits of hours; beside a label they leave room for it.
        let isRow = layer.layout == .row
        let largest = isRow ? 1.9 : 2.7
        let widest = Double(workshop.measure(["00:00:00"], style: look.text(1, letterSpacing: 0))) * 1.08
        let scale = min(largest, look.textWidth / widest)
        guard scale >= 1 else {
            throw OverlayError(
                .unusableLayer,
                "the layer \"\(layer.box.name)\" is too narrow for a countdown: \(look.room.width) samples")
        }
        minutes = try Self.digits(scale, look, in: workshop)
        let beside = max(1, min(scale, (look.textWidth - look.unit * 6.8) / widest))
        hours = isRow && beside < scale ? try Self.digits(beside, look, in: workshop) : minutes
        design = CountdownDesign(look: look, layout: layer.layout)
    }

    private static func digits(_ scale: Double, _ look: Look, in workshop: Workshop) throws(OverlayError) -> Digits {
        var urgent: [DigitSprites] = []
        for zoom in workshop.isDraft ? zooms.prefix(1) : zooms[...] {
            urgent.append(try DigitSprites.of(look.inAccentColors.text(scale), zoom: zoom, in: workshop))
        }
        return Digits(calm: try DigitSprites.of(look.text(scale), in: workshop), urgent: urgent)
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        try stage.scene(of: state.countdown, in: state) { (run) throws(OverlayError) in
            try content(run, in: workshop)
        }
    }

    private func content(_ run: CountdownRun, in workshop: Workshop) throws(OverlayError) -> Content {
        var heading = CountdownHeading(run, words: workshop.words, framesPerSecond: framesPerSecond)
        let digits = heading.hasHours ? hours : minutes
        let room = PixelSize(
            width: digits.calm.width(digits: heading.hasHours ? 6 : 4, signs: heading.hasHours ? 2 : 1),
            height: digits.calm.height)
        let layout = workshop.withTypesetter { design.layOut(heading, digits: room, with: $0) }
        let calm = try plate(heading, layout, in: workshop)
        heading.isUrgent = true
        let urgent = try plate(heading, layout, in: workshop)
        let corner = stage.corner(of: calm)
        let margin = stage.look.margin
        let scene = CountdownScene(
            end: run.phase.end, framesPerSecond: framesPerSecond, urgentBelow: urgentBelow,
            calm: CountdownScene.Face(plate: calm, digits: [digits.calm]),
            urgent: CountdownScene.Face(plate: urgent, digits: digits.urgent), x: corner.x, y: corner.y,
            centreX: corner.x + margin + Int(layout.digitsX), centreY: corner.y + margin + Int(layout.digitsY))
        let area = PixelArea(x: corner.x, y: corner.y, width: calm.size.width, height: calm.size.height)
        return Content([], moving: scene, area: area, canvas: stage.geometry.canvas)
    }

    private func plate(
        _ heading: CountdownHeading, _ layout: CountdownDesign.Layout, in workshop: Workshop
    ) throws(OverlayError) -> Sprite {
        try stage.sprite(for: heading, in: workshop) { (typesetter) throws(TypesetError) in
            try design.draw(heading, layout, with: typesetter)
        }
    }
}
