import MediaModel

/// Everything that one content of a layer shows when it is at its place: a product's tag, a name, a running clock.
struct Content: Sendable {
    /// What stands still, from back to front.
    let still: [Placement]
    /// What changes with the tick, in front of it: digits, bars.
    let moving: (any LayerScene)?
    let travel: Travel

    /// - Parameter area: What all of it stays within, shadows included, in luma samples; where it has to slide from.
    init(_ still: [Placement], moving: (any LayerScene)? = nil, area: PixelArea, canvas: PixelSize) {
        self.still = still
        self.moving = moving
        travel = Travel(
            x: area.x, y: area.y, size: PixelSize(width: area.width, height: area.height), canvas: canvas)
    }

    /// One sprite, which all else stays within.
    init(_ sprite: Sprite, x: Int, y: Int, moving: (any LayerScene)? = nil, canvas: PixelSize) {
        still = [Placement(sprite: sprite, x: x, y: y)]
        self.moving = moving
        travel = Travel(x: x, y: y, size: sprite.size, canvas: canvas)
    }

    /// Appends it in a pose against its place.
    func appendPlacements(at tick: Int, in pose: Pose, to list: inout [Placement]) {
        guard pose.opacity > 0 else { return }
        let first = list.count
        for placement in still { list.append(placement) }
        moving?.appendPlacements(at: tick, to: &list)
        guard pose != Pose() else { return }
        for index in first..<list.count { list[index] = list[index].posed(pose) }
    }
}
