public import MediaModel
public import Show

/// Where a layer is seen at an instant.
public struct LayerLayout: Hashable, Sendable {
    /// The layer's name in the preset.
    public let name: String
    public let type: LayerType
    /// What each of its sprites covers, from back to front, in luma samples of the canvas; may reach beyond it.
    public let areas: [PixelArea]

    init(of layer: Layer, _ placements: [Placement]) {
        (name, type) = (layer.box.name, layer.type)
        // A shadow may fall on other layers, and letters without a plate have wide clear borders: only what is as dense as
        // the plate, or half of what is behind it, is the layer itself.
        let plate = layer.box.style.plate.alpha
        let least = plate == 0 ? 128 : min(128, max(1, plate / 2))
        areas = placements.compactMap { placement in
            guard placement.opacity > 128, let area = placement.sprite.area(ofAlpha: least) else { return nil }
            return PixelArea(
                x: placement.x + area.x, y: placement.y + area.y, width: area.width, height: area.height)
        }
    }
}

extension Sprite {
    /// The smallest rectangle around all samples that cover at least so much; `nil` if there are none.
    fileprivate func area(ofAlpha least: UInt8) -> PixelArea? {
        var (left, right, top, bottom) = (Int.max, -1, Int.max, -1)
        for y in 0..<size.height {
            let row = lumaMask.alpha[y * lumaMask.stride..<y * lumaMask.stride + size.width]
            guard let first = row.firstIndex(where: { $0 >= least }),
                let last = row.lastIndex(where: { $0 >= least })
            else { continue }
            left = min(left, first - row.startIndex)
            right = max(right, last - row.startIndex)
            top = min(top, y)
            bottom = y
        }
        return right < 0 ? nil : PixelArea(x: left, y: top, width: right - left + 1, height: bottom - top + 1)
    }
}
