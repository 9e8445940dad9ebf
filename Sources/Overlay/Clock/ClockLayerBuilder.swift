import Foundation
import MediaModel
import Show
import Typeset

/// Prepares the time of day: its digits once, and where each stands.
struct ClockLayerBuilder: LayerBuilder {
    private let stage: LayerContext
    private let timeZone: TimeZone
    private let frameRate: FrameRate
    private let digits: DigitSprites
    private let parts: [ClockScene.Part]
    /// The plate's, in luma samples.
    private let width: Double

    /// - Throws: ``OverlayError`` also for a time zone that the tz database doesn't have, and a box too narrow.
    init(_ layer: ClockLayer, number: Int, in factory: SpriteFactory) throws(OverlayError) {
        stage = try LayerContext(layer.box, number: number, in: factory)
        frameRate = factory.frameRate
        if let name = layer.timeZone {
            guard let timeZone = TimeZone(identifier: name) else {
                throw OverlayError(
                    .unusableLayer,
                    "the layer \"\(layer.box.name)\" names the time zone \"\(name)\", which isn't known")
            }
            self.timeZone = timeZone
        } else {
            timeZone = factory.timeZone
        }
        let pattern = ClockPattern(locale: factory.locale, format: layer.format)
        let room = Double(stage.look.room.width)
        var scale = 1.35
        while true {
            let style = stage.look.text(scale, lineHeight: 1)
            let digits = try DigitSprites.of(style, in: factory)
            let parts = try Self.parts(pattern, digits: digits, style: style, in: factory)
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

    func prepare(_ state: ShowState, in factory: SpriteFactory) throws(OverlayError) -> any LayerScene {
        guard let start = state.start else { return stage.scene(of: nil, in: state) }
        let look = stage.look
        let time = DayTime(start: start, frameRate: frameRate, timeZone: timeZone)
        let plate = try stage.sprite(for: "plate", in: factory) { (_) throws(TypesetError) in
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
        _ pattern: ClockPattern, digits: DigitSprites, style: TextStyle, in factory: SpriteFactory
    ) throws(OverlayError) -> [ClockScene.Part] {
        var parts: [ClockScene.Part] = []
        for part in pattern.parts {
            switch part {
            case .hour(let isTwelve, let isPadded): parts.append(.hour(isTwelve: isTwelve, isPadded: isPadded))
            case .minute: parts.append(.minute)
            case .second: parts.append(.second)
            case .period:
                var small = style
                small.size = max(factory.geometry.smallestText, style.size * 0.75)
                let width = factory.measure(pattern.periods, style: small)
                var sprites: [Sprite] = []
                for period in pattern.periods {
                    sprites.append(
                        try factory.makeGlyph(period, style: small, width: width, height: digits.height))
                }
                parts.append(.period(sprites[0], sprites[1]))
            case .text(let text) where text.allSatisfy(\.isWhitespace): parts.append(.gap(Int(style.size * 0.28)))
            case .text(":"): parts.append(.colon)
            case .text(let text):
                let width = factory.measure([text], style: style)
                parts.append(
                    .sprite(try factory.makeGlyph(text, style: style, width: width, height: digits.height)))
            }
        }
        return parts
    }
}
