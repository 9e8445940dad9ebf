public import MediaModel

/// A picture's luma, reduced to 160×90 whatever its shape: what cuts and motion are found in. It is made once for each picture.
public struct LumaThumbnail: Hashable, Sendable {
    public static let width = 160
    public static let height = 90

    /// Row by row, without padding.
    public let samples: [UInt8]

    /// - Precondition: There are 160×90 samples.
    public init(samples: [UInt8]) {
        precondition(samples.count == Self.width * Self.height)
        self.samples = samples
    }

    /// Reduces a picture: each sample is the mean of the area that it stands for, of which large pictures look at every other row.
    public init(reducing luma: Span<UInt8>, _ layout: PlaneLayout) {
        precondition(luma.count >= layout.lumaByteCount)
        let size = layout.size
        // Where each column and row of the thumbnail begins in the picture. A picture that is smaller repeats its own.
        let columns = (0...Self.width).map { $0 * size.width / Self.width }
        let step = size.height >= 4 * Self.height ? 2 : 1
        var samples = [UInt8](repeating: 0, count: Self.width * Self.height)
        var sums = [Int](repeating: 0, count: Self.width)
        for row in 0..<Self.height {
            let top = min(row * size.height / Self.height, size.height - 1)
            let bottom = max(top + 1, (row + 1) * size.height / Self.height)
            for column in 0..<Self.width { sums[column] = 0 }
            var rowCount = 0
            for y in stride(from: top, to: bottom, by: step) {
                rowCount += 1
                let start = y * layout.lumaStride
                for column in 0..<Self.width {
                    let left = min(columns[column], size.width - 1)
                    var sum = 0
                    for x in left..<max(left + 1, columns[column + 1]) { sum += Int(luma[start + x]) }
                    sums[column] += sum
                }
            }
            for column in 0..<Self.width {
                let left = min(columns[column], size.width - 1)
                let count = rowCount * (max(left + 1, columns[column + 1]) - left)
                samples[row * Self.width + column] = UInt8(sums[column] / count)
            }
        }
        self.samples = samples
    }
}
