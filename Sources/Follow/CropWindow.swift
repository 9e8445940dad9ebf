/// Where a tick's crop lies in the source, along the axis on which the source has room. It travels with its tick.
public struct CropWindow: Hashable, Sendable {
    /// The window's middle, in shares of the source's width (or of its height, where the source is taller than the canvas's shape).
    public var center: Double

    public init(center: Double) { self.center = center }
}
