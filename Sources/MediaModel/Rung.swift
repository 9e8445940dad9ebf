/// One step of the ladder: a video rendition's size and the bit rate it aims at.
public struct Rung: Hashable, Sendable {
    public let size: PixelSize
    /// The video's target, in bits per second.
    public let bitRate: Int

    public init(size: PixelSize, bitRate: Int) {
        (self.size, self.bitRate) = (size, bitRate)
    }
}
