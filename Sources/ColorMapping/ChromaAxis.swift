/// How the grid divides a chroma axis of 1,024 codes: finely about grey, where most of what is filmed lies and a small error turns a hue,
/// coarsely where hardly anything is.
enum ChromaAxis {
    /// How far from grey cells of a width reach, in codes.
    private static let zones = [(end: 96, width: 8), (end: 256, width: 16), (end: 512, width: 32)]

    /// The cells' edges, from 0 to 1,024.
    static let nodes: [Int] = {
        var half = [0]
        for zone in zones { while half.last! < zone.end { half.append(half.last! + zone.width) } }
        return half.dropFirst().reversed().map { 512 - $0 } + half.map { 512 + $0 }
    }()

    static let nodeCount = 61

    /// Each code's cell, and how far the code lies in it, from 0 up to 1.
    static let places: [Place] = {
        var places: [Place] = []
        for cell in 0..<nodes.count - 1 {
            let (start, end) = (nodes[cell], nodes[cell + 1])
            for code in start..<end {
                places.append(Place(cell: Int32(cell), share: Float(code - start) / Float(end - start)))
            }
        }
        return places
    }()

    struct Place {
        var cell: Int32
        var share: Float
    }
}
