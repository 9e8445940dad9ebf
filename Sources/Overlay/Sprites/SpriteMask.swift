/// How much each sample of a plane covers: the alpha that goes with one or two planes of samples.
///
/// Rows are padded with clear samples to whole vectors, and so is the part of each row that is drawn. Blending a
/// clear sample changes nothing, while the last few samples of a row one by one cost as much as all the others.
struct SpriteMask: Sendable {
    /// The number of samples in a row, padding included; a multiple of `vector`.
    let stride: Int
    let height: Int
    /// `stride` bytes a row.
    let alpha: [UInt8]
    /// The part of each row to draw: a heart fills two thirds of its square, a shadow has wide clear corners.
    let runs: [Run]

    /// How many samples of each row, from its first, hide whatever is behind them: all but the padding, or none.
    let opaqueWidth: Int

    /// From `start` up to, not including, `end`: a multiple of `vector` samples, none in a clear row.
    struct Run: Sendable {
        let start, end: Int32
    }

    /// The bytes in the vector registers that every x86-64 and arm64 has.
    static let vector = 16

    /// - Parameter alpha: `width` samples a row.
    init(width: Int, height: Int, alpha: [UInt8]) {
        precondition(alpha.count == width * height, "\(alpha.count) bytes for \(width)x\(height)")
        let stride = Self.stride(width: width)
        self.height = height
        self.stride = stride
        opaqueWidth = alpha.allSatisfy { $0 == 255 } ? width : 0
        self.alpha = Self.padded(alpha, width: width)
        runs = (0..<height).map { row in
            let samples = alpha[row * width..<(row + 1) * width]
            guard let first = samples.firstIndex(where: { $0 > 0 }), let last = samples.lastIndex(where: { $0 > 0 })
            else { return Run(start: 0, end: 0) }
            let count = Self.stride(width: last + 1 - first)
            let start = min(first - row * width, stride - count)
            return Run(start: Int32(start), end: Int32(start + count))
        }
    }

    var byteCount: Int { alpha.count + runs.count * MemoryLayout<Run>.stride }

    /// Samples of `width` a row, with clear ones after each row up to the stride.
    static func padded(_ samples: [UInt8], width: Int) -> [UInt8] {
        let stride = stride(width: width)
        var result: [UInt8] = []
        result.reserveCapacity(samples.count / width * stride)
        for start in Swift.stride(from: 0, to: samples.count, by: width) {
            result += samples[start..<start + width]
            result += repeatElement(0, count: stride - width)
        }
        return result
    }

    private static func stride(width: Int) -> Int { (width + vector - 1) / vector * vector }
}
