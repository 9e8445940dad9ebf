import Foundation
import ImageCodecs
import MediaModel
import Typeset

@testable import Follow

/// A picture that tests draw: grey, with NASA's portrait of an astronaut in it, as often as they like.
struct TestPicture {
    let layout: PlaneLayout
    private(set) var luma, blue, red: [UInt8]

    init(_ width: Int, _ height: Int, light: UInt8 = 120) {
        layout = PlaneLayout(size: PixelSize(width: width, height: height), lumaStride: width, chromaStride: width / 2)
        luma = [UInt8](repeating: light, count: width * height)
        blue = [UInt8](repeating: 128, count: width * height / 4)
        red = blue
    }

    /// The face's box in the portrait, whose size is 330×512.
    private static let face = (x: 165.0, y: 128.0, side: 94.0)
    private static let portraitSize = PixelSize(width: 330, height: 512)

    /// Draws the portrait so that her face has a size and a middle, in luma samples. What sticks out is left out.
    ///
    /// - Parameter light: Times how bright it is.
    /// - Returns: Where her face is.
    @discardableResult
    mutating func draw(face side: Double, at x: Double, _ y: Double, light: Double = 1) throws -> PictureSquare {
        let scale = side / Self.face.side
        let size = PixelSize(
            width: Int(Double(Self.portraitSize.width) * scale), height: Int(Double(Self.portraitSize.height) * scale))
        let path = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../samples/footage/astronaut.jpg").standardized.path(percentEncoded: false)
        let portrait = try PictureLoader(.inside(size)).load(path: path).still
        let (left, top) = (Int(x - Self.face.x * scale), Int(y - Self.face.y * scale))
        let (width, height) = (layout.size.width, layout.size.height)
        for row in 0..<portrait.size.height where (0..<height).contains(top + row) {
            for column in 0..<portrait.size.width where (0..<width).contains(left + column) {
                let pixel = portrait[column, row]
                let (r, g, b) = (
                    light * Double(pixel.red), light * Double(pixel.green), light * Double(pixel.blue)
                )
                let (px, py) = (left + column, top + row)
                luma[py * width + px] = Self.byte(16 + 0.183 * r + 0.614 * g + 0.062 * b)
                blue[py / 2 * width / 2 + px / 2] = Self.byte(128 - 0.101 * r - 0.339 * g + 0.439 * b)
                red[py / 2 * width / 2 + px / 2] = Self.byte(128 + 0.439 * r - 0.399 * g - 0.040 * b)
            }
        }
        return PictureSquare(centerX: x, centerY: y, side: side)
    }

    /// Fills a part with one grey.
    mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, light: UInt8) {
        for row in rows {
            for column in columns {
                luma[row * layout.size.width + column] = light
                blue[row / 2 * layout.size.width / 2 + column / 2] = 128
                red[row / 2 * layout.size.width / 2 + column / 2] = 128
            }
        }
    }

    /// Adds noise to the luma: the same for the same seed.
    mutating func addNoise(_ amplitude: Int, seed: UInt64 = 1) {
        var state = seed
        for index in luma.indices {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let noise = Int(state >> 33) % (2 * amplitude + 1) - amplitude
            luma[index] = UInt8(clamping: Int(luma[index]) + noise)
        }
    }

    func shot(_ time: Double, isCut: Bool = false) -> Shot {
        Shot(time: Int64(time * 1e9), isCut: isCut, thumbnail: LumaThumbnail(reducing: luma.span, layout))
    }

    private static func byte(_ value: Double) -> UInt8 { UInt8(min(max(value, 0), 255)) }
}

extension SubjectDetector {
    /// Looks at a test's picture.
    func look(at picture: TestPicture, _ time: Double, isCut: Bool = false) throws -> [Subject] {
        try look(
            at: picture.luma.span, picture.blue.span, picture.red.span, picture.layout,
            picture.shot(time, isCut: isCut)
        ).subjects
    }
}
