import MediaModel
import ImageCodecs
import Show
import Typeset

/// Every heart that a layer may draw, made once: each colour, icon and tilt in a row of sizes.
struct HeartSprites: Sendable {
    /// By icon's or stamp's name, then by look, then by size from the smallest.
    private let named: [String: [[Sprite]]]
    /// What events that name nothing take in turn: all looks of all icons.
    private let sprites: [[Sprite]]
    private let smallest: Int
    /// From one size to the next, in luma samples.
    private let step: Int

    /// Hearts lean to either side by this sine, some nine degrees; a show of upright ones looks stamped.
    private static let tilts = [-0.16, 0.0, 0.16]
    /// Three luma samples a step can't be seen while a heart grows; more sizes than this only cost memory.
    private static let mostSizes = 24
    private static let draftSizes = 4
    private static let mostStamps = 16

    /// All that they depend on.
    struct Recipe: Hashable, Sendable {
        let icons: [HeartsLayer.Icon]
        let colors: [Color]
        let stamps: [HeartsLayer.Stamp]
        let stampFiles: [PictureVersion]
        let smallest, largest: Int
        let isDraft: Bool

        init(_ layer: HeartsLayer, metrics: HeartsMetrics, isDraft: Bool) {
            self.isDraft = isDraft
            (icons, colors, stamps) = (layer.icons, layer.colors, layer.stamps)
            stampFiles = layer.stamps.map { PictureVersion($0.image) }
            (smallest, largest) = (metrics.smallest, metrics.largest)
        }
    }

    /// Those of a layer, from the stock if they are there.
    static func of(
        _ layer: HeartsLayer, metrics: HeartsMetrics, in factory: SpriteFactory
    ) throws(OverlayError) -> HeartSprites {
        func sprites(isDraft: Bool) throws(OverlayError) -> HeartSprites {
            let recipe = Recipe(layer, metrics: metrics, isDraft: isDraft)
            return try factory.stock.value(for: .hearts(recipe)) { () throws(OverlayError) in
                try HeartSprites(layer, metrics: metrics, mostSizes: isDraft ? draftSizes : mostSizes)
            }
        }
        let isThere = factory.stock.has(.hearts(Recipe(layer, metrics: metrics, isDraft: false)))
        return try sprites(isDraft: factory.isDraft && !isThere)
    }

    private init(_ layer: HeartsLayer, metrics: HeartsMetrics, mostSizes: Int) throws(OverlayError) {
        // From a third of the smallest, where it begins to grow, to a little above the largest, where it overshoots.
        smallest = max(3, metrics.smallest / 3)
        let largest = metrics.largest * 7 / 6 + 1
        step = max(2, (largest - smallest + mostSizes - 2) / (mostSizes - 1))
        let sizes = stride(from: smallest, to: largest + step, by: step)
        var sprites: [[Sprite]] = []
        var named: [String: [[Sprite]]] = [:]
        for icon in layer.icons.prefix(8) {
            let first = sprites.count
            for (number, color) in layer.colors.prefix(12).enumerated() {
                // Two tilts a colour, not all three: it can't be told, and takes a third less memory.
                for tilt in [Self.tilts[number % 3], Self.tilts[(number + 1) % 3]] {
                    var row: [Sprite] = []
                    for size in sizes {
                        row.append(try Self.sprite(icon, color, size: size, tilt: tilt))
                    }
                    sprites.append(row)
                }
            }
            named[icon.rawValue] = Array(sprites[first...])
        }
        for stamp in layer.stamps.prefix(Self.mostStamps) {
            named[stamp.name] = [try Self.row(of: stamp, sizes: sizes)]
        }
        self.sprites = sprites
        self.named = named
    }

    private static func sprite(
        _ icon: HeartsLayer.Icon, _ color: Color, size: Int, tilt: Double
    ) throws(OverlayError) -> Sprite {
        do throws(TypesetError) {
            return Sprite(try draw(icon, color, size: size, tilt: tilt))
        } catch {
            throw OverlayError(.drawingFailed, "can't draw a heart: \(error)")
        }
    }

    /// A stamp in all sizes, as wide or as high as a heart is wide.
    private static func row(
        of stamp: HeartsLayer.Stamp, sizes: StrideTo<Int>
    ) throws(OverlayError) -> [Sprite] {
        let largest = sizes.reduce(1, max)
        let picture = try PictureFolder.load(
            path: stamp.image.path, .inside(PixelSize(width: largest, height: largest))
        ).still
        return sizes.map { Sprite(picture.scaled(.inside(PixelSize(width: $0, height: $0)))) }
    }

    /// All looks of an icon or a stamp; those of all icons without a name, or with one that there isn't.
    func looks(of icon: String?) -> [[Sprite]] { icon.flatMap { named[$0] } ?? sprites }

    /// The sprite nearest to a size, in luma samples.
    ///
    /// - Parameter looks: Some of ``looks(of:)``.
    func sprite(_ looks: [[Sprite]], look: Int, size: Int) -> Sprite {
        let row = looks[look % looks.count]
        return row[max(0, min(row.count - 1, (size - smallest + step / 2) / step))]
    }

    static func draw(_ icon: HeartsLayer.Icon, _ color: Color, size: Int, tilt: Double) throws(TypesetError) -> Bitmap {
        let width = Double(size)
        let blur = max(1, size / 12)
        // Room for the tilt and the shadow; an even side keeps the middle of all sizes on one place.
        let side = (size + 2 * (blur + size / 10) + 3) & ~1
        let middle = Outline.Point(Double(side) / 2, Double(side) / 2)
        let height = icon == .heart ? width * 0.9 : width
        let area = Rectangle(x: middle.x - width / 2, y: middle.y - height / 2, width: width, height: height)
        let outline = Outline.of(icon, area).tilted(bySine: tilt, about: middle)
        let drawing = try Drawing(size: PixelSize(width: side, height: side))
        // The shadow keeps pale hearts visible on a pale picture.
        try drawing.castShadow(of: outline, color: Color(red: 40, green: 0, blue: 20, alpha: 90), blur: blur, offset: 1)
        drawing.fill(
            outline,
            with: .vertical(
                top: area.y, bottom: area.y + height, from: color.lightened(0.22), to: color.darkened(0.9)))
        if icon == .heart, size >= 12 {
            // A gleam on the left lobe.
            let gleam = Rectangle(
                x: area.x + width * 0.15, y: area.y + height * 0.13, width: width * 0.24, height: height * 0.15)
            let centre = Outline.Point(gleam.x + gleam.width / 2, gleam.y + gleam.height / 2)
            drawing.fill(
                Outline.pill(gleam).tilted(bySine: -0.6, about: centre).tilted(bySine: tilt, about: middle),
                with: .color(Color.white.dimmed(0.6)))
        }
        return try drawing.finish()
    }
}

extension Outline {
    static func of(_ icon: HeartsLayer.Icon, _ area: Rectangle) -> Outline {
        switch icon {
        case .heart: .heart(area)
        case .star: .star(area)
        case .sparkle: .sparkle(area)
        }
    }
}
