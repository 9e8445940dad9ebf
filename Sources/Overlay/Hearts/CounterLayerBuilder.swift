import MediaModel
import Show
import Typeset

/// Prepares the running total: a pill with an icon and digits, put together from sprites made before.
struct CounterLayerBuilder: Sendable {
    private let number: Int
    private let metrics: HeartsMetrics
    private let look: Look
    private let digits: CounterDigits
    /// From the icon at rest to the icon at its largest.
    private let icons: [Sprite]
    private let iconSize: Int
    private let padding: Int
    private let pulse: Int

    init(
        _ layer: HeartsLayer, number: Int, metrics: HeartsMetrics, in factory: SpriteFactory
    ) throws(OverlayError) {
        self.number = number
        self.metrics = metrics
        look = try Look(layer.box, in: factory, isText: false)
        let height = metrics.counterHeight
        padding = height * 2 / 5
        iconSize = height / 2
        pulse = max(1, factory.frameRate.framesPerSecond * 3 / 10)
        let style = look.text(1.08, lineHeight: 1)
        let key = SharedSpriteCache.Key.counter(style, height: height, locale: factory.locale)
        digits = try factory.stock.value(for: key) { () throws(OverlayError) in
            try CounterDigits(
                style, height: height, formatter: PriceFormatter(locale: factory.locale), in: factory)
        }
        // The metrics made sure of an icon and a colour.
        let (icon, color) = (layer.icons[0], layer.colors[0])
        var icons: [Sprite] = []
        for step in 0...6 {
            let size = iconSize + iconSize * step / 22
            icons.append(
                try factory.makeSprite { (_) throws(TypesetError) in
                    try HeartSprites.draw(icon, color, size: size, tilt: 0)
                })
        }
        self.icons = icons
    }

    func prepare(_ hearts: HeartsState, in factory: SpriteFactory) throws(OverlayError) -> CounterScene {
        let glyphs = digits.glyphs(for: hearts.total)
        let gap = metrics.counterHeight / 5
        let textWidth = glyphs.reduce(0) { $0 + $1.advance }
        let width = (padding * 2 + iconSize + gap + textWidth + 1) & ~1
        let plate = try factory.cache.sprite(
            for: SpriteKey(layer: number, width)
        ) { () throws(OverlayError) in
            try factory.makeSprite { (_) throws(TypesetError) in try drawPlate(width: width) }
        }
        // Its middle stands where the hearts come from, unless it grew too wide for the room that is left there.
        let highest = max(metrics.left, metrics.right - width)
        let left = max(0, max(metrics.left, min(highest, metrics.originX - width / 2)))
        let top = metrics.originY - metrics.counterHeight / 2
        var fixed = [Placement(sprite: plate, x: left, y: top)]
        var x = left + padding + iconSize + gap
        for glyph in glyphs {
            if let sprite = glyph.sprite {
                fixed.append(Placement(sprite: sprite, x: x - (sprite.size.width - glyph.advance) / 2, y: top))
            }
            x += glyph.advance
        }
        return CounterScene(
            fixed: fixed, icons: icons, iconX: left + padding + iconSize / 2, iconY: metrics.originY,
            countedAt: hearts.countedAt, pulse: pulse)
    }

    private func drawPlate(width: Int) throws(TypesetError) -> Bitmap {
        let size = PixelSize(width: width, height: metrics.counterHeight)
        let drawing = try Drawing(size: size)
        let area = Rectangle(x: 0, y: 0, width: Double(size.width), height: Double(size.height))
        look.drawPill(area, on: drawing)
        return try drawing.finish()
    }
}
