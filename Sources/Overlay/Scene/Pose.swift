/// Where a content stands against its place, and how much of it shows.
struct Pose: Hashable {
    /// In luma samples.
    var dx = 0, dy = 0
    /// 0 to 256.
    var opacity = 256

    static let unseen = Pose(opacity: 0)

    /// Both at once: a content that comes while its whole layer leaves.
    func with(_ other: Pose) -> Pose {
        Pose(dx: dx + other.dx, dy: dy + other.dy, opacity: (opacity * other.opacity + 128) / 256)
    }
}

extension Placement {
    /// The same sprite in a pose against its place.
    func posed(_ pose: Pose) -> Placement {
        Placement(sprite: sprite, x: x + pose.dx, y: y + pose.dy, opacity: (opacity * pose.opacity + 128) / 256)
    }
}
