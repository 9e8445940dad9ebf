/// How much each sample of a plane covers: the alpha that goes with one or two planes of samples.
struct SpriteMask: Sendable {
    let width, height: Int
    /// Row by row without padding.
    let alpha: [UInt8]
    /// For each row, its first sample that covers anything and the one after its last; both 0 in an empty row.
    ///
    /// A heart fills two thirds of its square, a tag's shadow has wide clear corners: not touching the rest pays.
    let runs: [Run]

    struct Run: Sendable {
        let start, end: Int32
    }

    init(width: Int, height: Int, alpha: [UInt8]) {
        precondition(alpha.count == width * height, "\(alpha.count) bytes for \(width)x\(height)")
        (self.width, self.height, self.alpha) = (width, height, alpha)
        runs = (0..<height).map { row in
            let samples = alpha[row * width..<(row + 1) * width]
            guard let first = samples.firstIndex(where: { $0 > 0 }), let last = samples.lastIndex(where: { $0 > 0 })
            else { return Run(start: 0, end: 0) }
            return Run(start: Int32(first - row * width), end: Int32(last + 1 - row * width))
        }
    }

    var byteCount: Int { alpha.count + runs.count * MemoryLayout<Run>.stride }
}
