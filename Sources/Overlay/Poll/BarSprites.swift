import MediaModel
import Typeset

/// A bar with round ends of any length, made of two copies of one that is a little shorter.
///
/// A bar that grows by a sample a frame would need a sprite for each length. But two pills of one length, the second
/// shifted to the right, cover exactly a longer pill as long as they overlap by more than their round ends. So a sprite
/// for each power of two will do.
struct BarSprites: Sendable {
    /// From the shortest, a circle, to the full length.
    private let pills: [Sprite]

    /// - Parameters:
    ///   - size: Of the full bar, in luma samples.
    ///   - color: Drawn opaque: where two copies overlap a clear one would be darker.
    init(size: PixelSize, color: Color, in factory: SpriteFactory) throws(OverlayError) {
        var widths = [size.height]
        for step in 0..<16 where size.height + 1 << step < size.width { widths.append(size.height + 1 << step) }
        widths.append(size.width)
        var pills: [Sprite] = []
        for width in widths {
            pills.append(
                try factory.makeSprite { (_) throws(TypesetError) in
                    let drawing = try Drawing(size: PixelSize(width: width, height: size.height))
                    drawing.fill(
                        .pill(Rectangle(x: 0, y: 0, width: Double(width), height: Double(size.height))),
                        with: .color(color.withAlpha(255)))
                    return try drawing.finish()
                })
        }
        self.pills = pills
    }

    /// Appends a bar that begins at `x`, or ends there if it grows to the left; nothing for a part of 0.
    ///
    /// - Parameter part: Of the full length, in 65536ths.
    func append(part: Int, x: Int, y: Int, growsLeft: Bool, to list: inout [Placement]) {
        guard part > 0 else { return }
        let full = pills[pills.count - 1].size.width
        let width = max(pills[0].size.width, min(full, FixedPoint.scale(full, by: part)))
        var index = pills.count - 1
        while pills[index].size.width > width { index -= 1 }
        let (pill, left) = (pills[index], growsLeft ? x - width : x)
        list.append(Placement(sprite: pill, x: left, y: y))
        let rest = width - pill.size.width
        if rest > 0 { list.append(Placement(sprite: pill, x: left + rest, y: y)) }
    }
}
