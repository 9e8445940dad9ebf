public import Follow

/// A scene of random rectangles, wider than its picture, so that a camera may pan over it.
public struct SyntheticScene: Sendable {
    private static let width = 640
    private let light: [Double]

    public init(seed: Int) {
        var chance = SeededGenerator(seed: seed)
        var light = [Double](repeating: 40 + 120 * chance.share(), count: Self.width * 90)
        for _ in 0..<250 {
            let (x, y) = (Int(chance.share() * 640), Int(chance.share() * 90))
            let (width, height) = (Int(8 + chance.share() * 60), Int(8 + chance.share() * 40))
            let value = chance.share() * 220
            for row in y..<min(90, y + height) {
                for column in x..<min(Self.width, x + width) { light[row * Self.width + column] = value }
            }
        }
        self.light = light
    }

    /// One picture of it, with noise as cameras have it.
    ///
    /// - Parameters:
    ///   - gain: What its light is multiplied by, before the offset is added.
    ///   - pan: How far the camera looks to the right, in samples, 480 at most.
    public func picture(_ chance: inout SeededGenerator, gain: Double = 1, offset: Double = 0, pan: Int = 0)
        -> LumaThumbnail
    {
        var samples = [UInt8](repeating: 0, count: 160 * 90)
        for y in 0..<90 {
            for x in 0..<160 {
                let value = light[y * Self.width + x + pan] * gain + offset + 6 * (chance.share() - 0.5)
                samples[y * 160 + x] = UInt8(min(max(value, 0), 255))
            }
        }
        return LumaThumbnail(samples: samples)
    }
}
