/// One of the eight ways to turn and mirror a picture without resampling it.
///
/// Read as steps in this order: swap rows and columns, mirror left and right, mirror top and bottom.
public struct Orientation: Hashable, Sendable {
    public var transposes, mirrorsHorizontally, mirrorsVertically: Bool

    public init(transposes: Bool = false, mirrorsHorizontally: Bool = false, mirrorsVertically: Bool = false) {
        self.transposes = transposes
        self.mirrorsHorizontally = mirrorsHorizontally
        self.mirrorsVertically = mirrorsVertically
    }

    public static let upright = Orientation()

    /// A clockwise turn.
    ///
    /// - Precondition: `degrees` is a multiple of 90.
    public static func rotated(clockwise degrees: Int) -> Orientation {
        switch ((degrees % 360) + 360) % 360 {
        case 0: return upright
        case 90: return Orientation(transposes: true, mirrorsHorizontally: true)
        case 180: return Orientation(mirrorsHorizontally: true, mirrorsVertically: true)
        case 270: return Orientation(transposes: true, mirrorsVertically: true)
        default: preconditionFailure("\(degrees)° is not a quarter turn")
        }
    }

    /// This change, and then another.
    public func then(_ next: Orientation) -> Orientation {
        // Swapping rows and columns after mirroring is swapping first and mirroring the other way.
        let (horizontal, vertical) =
            next.transposes ? (mirrorsVertically, mirrorsHorizontally) : (mirrorsHorizontally, mirrorsVertically)
        return Orientation(
            transposes: transposes != next.transposes,
            mirrorsHorizontally: horizontal != next.mirrorsHorizontally,
            mirrorsVertically: vertical != next.mirrorsVertically)
    }

    /// The size that a picture of `size` gets.
    public func applied(to size: PixelSize) -> PixelSize { transposes ? size.transposed : size }
}
