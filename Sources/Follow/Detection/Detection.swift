/// What a net found: a face or a palm.
struct Detection: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var x, y: Double
    }

    var square: PictureSquare
    /// How sure the net is, 0...1.
    var score: Double
    /// A face's eyes, nose, mouth and ears; a palm's wrist, fingers and thumb. In luma samples.
    var points: [Point] = []
}
