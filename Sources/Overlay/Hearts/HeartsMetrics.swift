import MediaModel
import Show

/// A hearts layer in luma samples and ticks.
struct HeartsMetrics: Sendable {
    /// How long the longest-lived heart lives, in ticks.
    let lifetime: Int
    /// How long one takes to grow to its size, in ticks.
    let growth: Int
    let smallest, largest: Int
    let rise, sway: Int
    /// Where hearts come from: the column's middle.
    let originX, originY: Int
    let maximum: Int

    /// The middle and the height of the counter, which stands where the hearts come from.
    let counterHeight: Int
    /// What the counter keeps between: the safe area, less the inset, in luma samples.
    let left, right: Int

    /// Hearts drift this far from the column's middle, in 65536ths of the sway, beside the sway itself.
    static let drift = 40_000

    init(_ layer: HeartsLayer, geometry: CanvasGeometry, frameRate: FrameRate) throws(OverlayError) {
        lifetime = frameRate.tick(nearest: layer.lifetime)
        growth = max(1, frameRate.framesPerSecond * 3 / 10)
        smallest = Int(geometry.across(layer.smallest))
        largest = Int(geometry.across(layer.largest))
        rise = Int(geometry.down(layer.rise))
        sway = Int(geometry.across(layer.sway))
        maximum = max(1, min(500, layer.maximum))
        counterHeight =
            Int(max(geometry.smallestText, geometry.down(layer.box.style.textSize)) * 2.05) & ~1
        guard lifetime >= 1, smallest >= 4, largest >= smallest, largest <= geometry.canvas.width / 2,
            rise >= 0, sway >= 0, !layer.icons.isEmpty, !layer.colors.isEmpty
        else {
            throw OverlayError(
                .unusableLayer,
                """
                hearts of \(smallest) to \(largest) samples that live \(lifetime) ticks can't be drawn on \
                \(geometry.canvas): they need an icon, a colour, a lifetime, and sizes from 4 samples to half the width
                """)
        }
        // The column that all hearts stay in, from the counter's foot to the highest heart's top.
        let width = largest + 2 * (sway + FixedPoint.scale(sway, by: Self.drift))
        let foot = layer.counter ? counterHeight / 2 : largest / 2
        let column = PixelSize(
            width: min(width, geometry.canvas.width), height: min(rise + largest / 2 + foot, geometry.canvas.height))
        let corner = geometry.position(of: column, in: layer.box)
        let margins = layer.box.within == .safeArea ? geometry.safeArea : .none
        let inset = layer.box.inset.horizontal
        left = Int(geometry.across(margins.left + inset))
        right = geometry.canvas.width - Int(geometry.across(margins.right + inset))
        originX = corner.x + column.width / 2
        originY = corner.y + column.height - foot
    }
}
