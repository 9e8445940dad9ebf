import MediaModel

/// A film at a place.
struct AnimatedSpriteScene: LayerScene {
    let film: AnimatedSprite
    /// The top left corner, in luma samples.
    let x, y: Int
    /// 0 to 256.
    let opacity: Int
    /// The tick of its first frame.
    let start: Int
    let frameRate: FrameRate

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let sprite = film.sprite(after: tick - start, frameRate: frameRate)
        list.append(Placement(sprite: sprite, x: x, y: y, opacity: opacity))
    }
}
