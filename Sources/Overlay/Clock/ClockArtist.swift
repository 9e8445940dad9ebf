import Foundation
import MediaModel
import Show
import Typeset

/// Prepares the time of day: its digits once, and where each stands.
struct ClockArtist: LayerArtist {
    private let stage: Stage
    private let timeZone: TimeZone
    private let frameRate: FrameRate
    private let digits: DigitSprites
    private let parts: [ClockScene.Part]
    /// The plate's, in luma samples.
    private let width: Double

    /// - Throws: ``OverlayError`` also for a time zone that the tz database doesn't have, and a box too narrow.
    init(_ layer: ClockLayer, number: Int, in workshop: Workshop) throws(OverlayError) {
        stage = try Stage(layer.box, number: number, in: workshop)
        frameRate = workshop.frameRate
        if let name = layer.timeZone {
            guard let timeZone = TimeZone(identifier: name) else {
                throw OverlayError(
                    .unusableLayer,
                    "the layer \"\(layer.box.name)\" names the time zone \"\(name)\", which isn't known")
            }
            self.timeZone = timeZone
        } else {
            timeZone = workshop.timeZone
        }
        let pattern = ClockPattern(locale: workshop.locale, format: layer.format)
        let room = Double(stage.look.room.width)
        var scale = 1.35
        while true {
            let style = stage.look.text(scale, lineHeight: 1)
            let digits = try DigitSprites.of(style, in: workshop)
            let parts = try Self.parts(pattern, digits: digits, style: style, in: workshop)
            // At 22:00 both digits of the hour are there, of twelve hours and of 24.
            let textWidth = Double(ClockScene.width(of: parts, digits, at: 22 * 3_600))
            let wanted = textWidth + 2 * stage.look.padding
            if wanted <= room || scale <= 1 {
                // Rather closer to the plate's edges than letters that can't be read.
                let width = max(textWidth + 0.6 * stage.look.unit, min(room, wanted))
                (self.digits, self.parts, self.width) = (digits, parts, width)
                break
            }
            scale = max(1, scale - 0.1)
        }
        guard width <= room else {
            throw OverlayError(
                .unusableLayer,
                "the layer \"\(layer.box.name)\" is too narrow for a clock: it needs \(Int(width)) samples, and has "
                    + "\(stage.look.room.width)")
        }
    }

    func prepare(_ state: ShowState, in workshop: Workshop) throws(OverlayError) -> any LayerScene {
        guard let start = state.start else { return stage.scene(of: nil, in: state) }
        let look = stage.look
        let time = DayTime(start: start, frameRate: frameRate, timeZone: timeZone)
        let plate = try stage.sprite(for: "plate", in: workshop) { (_) throws(TypesetError) in
            try look.makeDrawing(width: width, height: look.unit * 1.95) { (drawing, plate) throws(TypesetError) in
                try look.drawPlate(plate, on: drawing)
            }
        }
        let corner = stage.corner(of: plate)
        let scene = ClockScene(
            time: time, parts: parts, digits: digits, centreX: corner.x + plate.size.width / 2,
            centreY: corner.y + plate.size.height / 2)
        let content = Content(plate, x: corner.x, y: corner.y, moving: scene, canvas: stage.geometry.canvas)
        return stage.scene(of: content, in: state)
    }

    /// The sprites of a locale's pattern.
    private static func parts(
        _ pattern: ClockPattern, digits: DigitSprites, style: TextStyle, in workshop: Workshop
    ) throws(OverlayError) -> [ClockScene.Part] {
        var parts: [ClockScene.Part] = []
        for part in pattern.parts {
            switch part {
            case .hour(let isTwelve, let isPadded): parts.append(.hour(isTwelve: isTwelve, isPadded: isPadded))
            case .minute: parts.append(.minute)
            case .second: parts.append(.second)
            case .period:
                var small = style
                small.size = max(workshop.geometry.smallestText, style.size * 0.75)
                let width = workshop.measure(pattern.periods, style: small)
                var sprites: [Sprite] = []
                for period in pattern.periods {
                    sprites.append(
                        try workshop.makeGlyph(period, style: small, width: width, height: digits.height))
                }
                parts.append(.period(sprites[0], sprites[1]))
            case .text(let text) where text.allSatisfy(\.isWhitespace): parts.append(.gap(Int(style.size * 0.28)))
            case .text(":"): parts.append(.colon)
            case .text(let text):
                let width = workshop.measure([text], style: style)
                parts.append(
                    .sprite(try workshop.makeGlyph(text, style: style, width: width, height: digits.height)))
            }
        }
        return parts
    }
}
