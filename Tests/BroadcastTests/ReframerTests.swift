import ColorMapping
import FFmpegKit
import Follow
import Foundation
import MediaModel
import Overlay
import Reframe
import Show
import Testing

@testable import Broadcast

/// Crops that move, through all the ways in which a picture comes to the canvas.
@Suite struct ReframerTests {
    private static let source = PixelSize(width: 512, height: 288)

    struct Way: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var depth = 8
        /// `nil`: BT.709.
        var codes: ColorCodePoints?
        var canvas = PixelSize(width: 288, height: 512)
    }

    private static let ways = [
        Way(testDescription: "plain"),
        Way(testDescription: "plain, of the canvas's size", canvas: PixelSize(width: 162, height: 288)),
        Way(testDescription: "wide colours", codes: ColorCodePoints(primaries: 9, transfer: 1, matrix: 9)),
        Way(
            testDescription: "wide colours, of the canvas's size",
            codes: ColorCodePoints(primaries: 9, transfer: 1, matrix: 9), canvas: PixelSize(width: 162, height: 288)),
        Way(testDescription: "HLG", depth: 10, codes: ColorCodePoints(primaries: 9, transfer: 18, matrix: 9)),
        Way(
            testDescription: "HLG, made smaller", depth: 10,
            codes: ColorCodePoints(primaries: 9, transfer: 18, matrix: 9), canvas: PixelSize(width: 90, height: 160)),
    ]

    /// A ramp: what is seen of it gets lighter by as much as the crop moves. It is textured, since a smooth one of whole numbers would be
    /// rounded to the same ones everywhere, and move by jumps.
    private static func lightness(_ x: Int, _ y: Int) -> Double {
        min(230, 60 + Double(x) / 3 + 25 * sin(0.9 * Double(x) + 1.7 * Double(y)))
    }

    private static func ramp(_ way: Way) throws -> SourcePicture {
        let pool = try VideoFramePool(size: source, depth: way.depth)
        var frame = try pool.makeFrame()
        if way.depth == 8 {
            frame.withMutablePlanes { luma, blue, red, layout in
                for y in 0..<source.height {
                    for x in 0..<source.width { luma[y * layout.lumaStride + x] = UInt8(lightness(x, y).rounded()) }
                }
                for index in blue.indices { (blue[index], red[index]) = (128, 128) }
            }
        } else {
            frame.withMutablePlanes(of: UInt16.self) { luma, blue, red, layout in
                for y in 0..<source.height {
                    for x in 0..<source.width {
                        luma[y * layout.lumaStride + x] = UInt16((4 * lightness(x, y)).rounded())
                    }
                }
                for index in blue.indices { (blue[index], red[index]) = (512, 512) }
            }
        }
        let table = try way.codes.map { codes in
            try ColorTable(.init(codes: codes, isFullRange: false, depth: way.depth))
        }
        return SourcePicture(frame: frame.share(), colors: table, sampleAspectRatio: .square, time: 0)
    }

    private static func samples(_ frame: borrowing VideoFrame) -> [UInt8] {
        frame.withPlanes { luma, _, _, layout in
            (0..<layout.size.height).flatMap { y in
                (0..<layout.size.width).map { luma[y * layout.lumaStride + $0] }
            }
        }
    }

    private static func mean(_ samples: [UInt8]) -> Double {
        Double(samples.reduce(0) { $0 + Int($1) }) / Double(samples.count)
    }

    @Test(arguments: ways)
    func movesByPartsOfASample(_ way: Way) throws {
        let picture = try Self.ramp(way)
        var reframer = try Reframer(ReframePreset(), canvas: way.canvas)
        let pool = try VideoFramePool(size: way.canvas)
        var frame = try pool.makeFrame()
        var lightness: [Double] = []
        for quarter in 0..<16 {
            let window = CropWindow(center: (100 + Double(quarter) / 4 + 81) / 512)
            try reframer.draw(picture, window, into: &frame)
            lightness.append(Self.mean(Self.samples(frame)))
        }
        let changes = zip(lightness.dropFirst(), lightness).map { $0 - $1 }
        let usual = changes.reduce(0, +) / Double(changes.count)
        #expect(usual > 0.04)
        // A picture that stood for two samples and jumped then would be 0 seven times and eight-fold once.
        #expect(changes.allSatisfy { usual * 0.4...usual * 1.6 ~= $0 })
    }

    @Test(arguments: ways)
    func isTheStillCropAtItsAnchor(_ way: Way) throws {
        let picture = try Self.ramp(way)
        let preset = ReframePreset(horizontalAnchor: 0.3)
        var still = try Reframer(preset, canvas: way.canvas)
        var moving = try Reframer(preset, canvas: way.canvas)
        let pool = try VideoFramePool(size: way.canvas)
        var one = try pool.makeFrame()
        var other = try pool.makeFrame()
        try still.draw(picture, into: &one)
        let anchor = FollowRoom(picture, preset, canvas: way.canvas).anchor
        try moving.draw(picture, CropWindow(center: anchor + 0.001), into: &other)
        try moving.draw(picture, CropWindow(center: anchor), into: &other)
        #expect(Self.samples(one) == Self.samples(other))
    }
}

@Suite struct CanvasRendererTests {
    /// While a picture is repeated, only a window that has moved costs a resize.
    @Test func drawsARepeatedPictureAnewWhereItsWindowMoves() throws {
        let size = PixelSize(width: 320, height: 180)
        var frame = try VideoFramePool(size: size).makeFrame()
        frame.withMutablePlanes { luma, blue, red, layout in
            for index in luma.indices { luma[index] = UInt8(40 + index % layout.lumaStride / 2) }
            for index in blue.indices { (blue[index], red[index]) = (128, 128) }
        }
        let picture = SourcePicture(frame: frame.share(), sampleAspectRatio: .square, time: 0)
        let canvas = PixelSize(width: 90, height: 160)
        let preset = Preset(name: "test", layers: [])
        let scene = try SceneBuilder(preset: preset, canvas: canvas, folder: ".", cacheLimit: 0)
            .prepare(ShowReducer(preset: preset).state)
        var renderer = try CanvasRenderer(ReframePreset(mode: .follow), canvas: canvas)
        var lightness: [Int] = []
        for (tick, center) in [0.4, 0.4, 0.6, 0.6, 0.4].enumerated() {
            let canvas = try renderer.draw(
                picture, CropWindow(center: center), isRepeatedNext: true, scene: scene, tick: tick)
            lightness.append(canvas.frame.withPlanes { luma, _, _, layout in Int(luma[80 * layout.lumaStride + 45]) })
        }
        #expect(lightness[0] == lightness[1] && lightness[1] == lightness[4])
        #expect(lightness[2] == lightness[3] && lightness[2] > lightness[1] + 20)
    }
}
