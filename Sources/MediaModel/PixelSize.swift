/// The size of a picture, in luma samples.
public struct PixelSize: Hashable, Sendable {
    public var width, height: Int

    public init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
    }

    /// The number of luma samples.
    public var area: Int { width * height }

    /// The size after a quarter turn.
    public var transposed: PixelSize { PixelSize(width: height, height: width) }
}

extension PixelSize: CustomStringConvertible {
    /// Width × height, e.g. `720x1280`.
    public var description: String { "\(width)x\(height)" }
}
