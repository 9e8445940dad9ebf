import MediaModel
public import Typeset

extension Bitmap {
    /// The picture with six bits a component, as it is kept to compare others with: a file of two thirds the size, in
    /// which noise that nobody sees is gone. Black and white stay what they are.
    public var coarse: Bitmap {
        Bitmap(size: size, pixels: pixels.map { $0 & 0xFC | $0 >> 6 })
    }

    /// What makes this picture differ from another, eight times as strong, with frames around its different blocks.
    ///
    /// - Precondition: Both have one size.
    public func difference(from other: Bitmap, _ comparison: StillComparison) -> Bitmap {
        precondition(size == other.size, "\(size) and \(other.size)")
        var result = [UInt8](repeating: 255, count: pixels.count)
        for index in pixels.indices where index % 4 != 3 {
            // The picture itself, darkly, shows where one is.
            let distance = abs(Int(pixels[index]) - Int(other.pixels[index])) * 8
            result[index] = UInt8(min(255, distance + Int(pixels[index]) / 6))
        }
        for block in comparison.differentBlocks {
            let area = block.area
            for y in area.y..<area.y + area.height {
                for x in area.x..<area.x + area.width {
                    let isEdge =
                        x == area.x || y == area.y || x == area.x + area.width - 1 || y == area.y + area.height - 1
                    guard isEdge else { continue }
                    let offset = (y * size.width + x) * 4
                    (result[offset], result[offset + 1], result[offset + 2]) = (255, 64, 160)
                }
            }
        }
        return Bitmap(size: size, pixels: result)
    }
}
