public import MediaModel

/// A picture's luma, reduced to 160×90 whatever its shape: what cuts and motion are found in. It is made once for each picture.
public struct LumaThumbnail: Hashable, Sendable {
    public static let width = 160
    public static let height = 90
    /// So many rows are added at most: more might not fit in a sum.
    private static let mostRows = 256

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
        // Where each column of the thumbnail begins and ends in the picture. A picture that is smaller repeats its own.
        let columns = (0..<Self.width).map { column in
            let left = min(column * size.width / Self.width, size.width - 1)
            return left..<max(left + 1, (column + 1) * size.width / Self.width)
        }
        let sparse = size.height >= 4 * Self.height ? 2 : 1
        let step = max(sparse, (size.height / Self.height + Self.mostRows) / Self.mostRows)
        var samples = [UInt8](repeating: 0, count: Self.width * Self.height)
        // Rows are added first, sample by sample, which the compiler does many at a time.
        var sums = [UInt16](repeating: 0, count: size.width)
        for row in 0..<Self.height {
            let top = min(row * size.height / Self.height, size.height - 1)
            let bottom = max(top + 1, (row + 1) * size.height / Self.height)
            var rowCount = 0
            for y in stride(from: top, to: bottom, by: step) {
                Self.add(
                    luma.extracting(y * layout.lumaStride..<y * layout.lumaStride + size.width), to: &sums,
                    isFirst: rowCount == 0)
                rowCount += 1
            }
            sums.withUnsafeBufferPointer { sums in
                for column in 0..<Self.width {
                    let area = columns[column]
                    var sum: UInt32 = 0
                    for x in area { sum &+= UInt32(sums[x]) }
                    // Wider numbers take several times as long to divide.
                    samples[row * Self.width + column] = UInt8(truncatingIfNeeded: sum / UInt32(rowCount * area.count))
                }
            }
        }
        self.samples = samples
    }

    private static func add(_ row: Span<UInt8>, to sums: inout [UInt16], isFirst: Bool) {
        row.withUnsafeBufferPointer { row in
            sums.withUnsafeMutableBufferPointer { sums in
                let count = min(row.count, sums.count)
                if isFirst {
                    for x in 0..<count { sums[x] = UInt16(row[x]) }
                } else {
                    for x in 0..<count { sums[x] &+= UInt16(row[x]) }
                }
            }
        }
    }
}
