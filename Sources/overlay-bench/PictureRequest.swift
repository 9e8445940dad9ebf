import Foundation
import MediaModel
import Overlay

/// A picture to draw, as asked for on the command line.
struct PictureRequest {
    private let size: PixelSize
    private let tick: Int
    private let input, output: String
    private let look: DemonstrationLook

    init?(_ arguments: [String]) {
        let sides = arguments.first?.split(separator: "x").compactMap { Int($0) } ?? []
        guard 4...5 ~= arguments.count, sides.count == 2, let tick = Int(arguments[1]),
            let look = DemonstrationLook(rawValue: arguments.count == 5 ? arguments[4] : "standard")
        else { return nil }
        self.look = look
        size = PixelSize(width: sides[0], height: sides[1])
        self.tick = tick
        (input, output) = (arguments[2], arguments[3])
    }

    /// Draws the demonstration over the input file's picture, and writes it in the same layout.
    func draw() throws {
        var picture = Picture(size: size)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: input)))
        let (luma, chroma) = (picture.luma.count, picture.blueChroma.count)
        guard bytes.count >= luma + 2 * chroma else { throw CocoaError(.fileReadCorruptFile) }
        picture.luma = Array(bytes[..<luma])
        picture.blueChroma = Array(bytes[luma..<luma + chroma])
        picture.redChroma = Array(bytes[(luma + chroma)..<luma + 2 * chroma])

        let scene = try SceneBuilder(preset: Demonstration.preset(look), canvas: size).prepare(
            Demonstration.state(look))
        var compositor = OverlayBlender()
        compositor.draw(scene, at: tick, into: &picture)
        try Data(picture.luma + picture.blueChroma + picture.redChroma).write(to: URL(fileURLWithPath: output))
    }
}

extension OverlayBlender {
    mutating func draw(_ scene: Scene, at tick: Int, into picture: inout Picture) {
        draw(scene, at: tick, picture.layout, &picture.luma, &picture.blueChroma, &picture.redChroma)
    }

    /// The planes as parameters of their own: the compiler lends one field of a value at a time as a span.
    private mutating func draw(
        _ scene: Scene, at tick: Int, _ layout: PlaneLayout, _ luma: inout [UInt8], _ blueChroma: inout [UInt8],
        _ redChroma: inout [UInt8]
    ) {
        var lumaSpan = luma.mutableSpan
        var blueSpan = blueChroma.mutableSpan
        var redSpan = redChroma.mutableSpan
        draw(scene, at: tick, into: &lumaSpan, &blueSpan, &redSpan, layout)
    }
}
