/// Where a net's anchors stand: at the middles of square cells, several at one place, a row of cells after the other.
struct AnchorGrid: Hashable, Sendable {
    struct Layer: Hashable, Sendable {
        /// A cell's side, in samples of the net's input.
        var stride: Int
        /// How many anchors stand at each place.
        var repeats: Int
    }

    /// Of the net's input, in samples.
    var side: Int
    var layers: [Layer]

    var count: Int { layers.reduce(0) { $0 + (side / $1.stride) * (side / $1.stride) * $1.repeats } }

    /// An anchor's place, in samples of the net's input.
    ///
    /// - Precondition: The index is within the grid.
    func place(of index: Int) -> (x: Double, y: Double) {
        var index = index
        for layer in layers {
            let columns = side / layer.stride
            let count = columns * columns * layer.repeats
            guard index >= count else {
                let cell = index / layer.repeats
                return (
                    (Double(cell % columns) + 0.5) * Double(layer.stride),
                    (Double(cell / columns) + 0.5) * Double(layer.stride)
                )
            }
            index -= count
        }
        preconditionFailure("no such anchor")
    }
}
