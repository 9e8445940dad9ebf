import CAllocationCounter
import MediaModel
import Show
import Testing
import Typeset

@testable import Overlay

@Suite struct OverlayBlenderTests {
    /// The rule in plain arithmetic, one sample at a time.
    private func reference(_ frame: TestFrame, _ placement: Placement) -> TestFrame {
        var result = frame
        let sprite = placement.sprite
        func blend(
            _ target: inout [UInt8], _ stride: Int, _ canvas: PixelSize, _ samples: [UInt8], _ mask: SpriteMask,
            _ left: Int, _ top: Int
        ) {
            for y in 0..<canvas.height where 0..<mask.height ~= y - top {
                for x in 0..<canvas.width where 0..<mask.stride ~= x - left {
                    let index = (y - top) * mask.stride + x - left
                    let sample = (Int(samples[index]) * placement.opacity + 128) / 256
                    let cover = (Int(mask.alpha[index]) * placement.opacity + 128) / 256
                    let below = Int(target[y * stride + x]) * (255 - cover)
                    target[y * stride + x] = UInt8(sample + (2 * below + 255) / 510)
                }
            }
        }
        let layout = frame.layout
        blend(&result.luma, layout.lumaStride, layout.size, sprite.luma, sprite.lumaMask, placement.x, placement.y)
        let chroma = sprite.chroma[(placement.y % 2 == 0 ? 0 : 2) + (placement.x % 2 == 0 ? 0 : 1)]
        let left = Int((Double(placement.x) / 2).rounded(.down))
        let top = Int((Double(placement.y) / 2).rounded(.down))
        blend(&result.blueChroma, layout.chromaStride, layout.chromaSize, chroma.blue, chroma.mask, left, top)
        blend(&result.redChroma, layout.chromaStride, layout.chromaSize, chroma.red, chroma.mask, left, top)
        return result
    }

    @Test(arguments: [
        (3, 5), (4, 6), (0, 0), (-7, 4), (4, -9), (-8, -8), (31, 4), (30, 41), (-36, 3), (-37, 3), (-1_000, 4),
        (4, 50), (4, -22), (1 << 30, 0), (0, -(1 << 30)), (47, 49),
    ])
    func blendsExactlyWhereverTheSpriteIs(x: Int, y: Int) {
        let sprite = Sprite(.noise(width: 37, height: 23, seed: 1))
        for opacity in [0, 1, 128, 255, 256] {
            let placement = Placement(sprite: sprite, x: x, y: y, opacity: opacity)
            var frame = TestFrame(size: PixelSize(width: 48, height: 50))
            let expected = reference(frame, placement)
            frame.blend([placement])
            #expect(frame == expected, "opacity \(opacity)")
        }
    }

    @Test func blendsSpritesOfAllSmallSizes() {
        for size in 1...34 {
            let sprite = Sprite(.noise(width: size, height: 35 - size, seed: UInt64(size)))
            let placement = Placement(sprite: sprite, x: 3, y: 1)
            var frame = TestFrame(size: PixelSize(width: 40, height: 40))
            let expected = reference(frame, placement)
            frame.blend([placement])
            #expect(frame == expected, "\(sprite.size)")
        }
    }

    @Test func dividesEveryProductToTheNearest() {
        for cover in 0...255 {
            let pixels = (0..<1_024).map { UInt8($0 % 4 == 3 ? cover : 0) }
            let sprite = Sprite(Bitmap(size: PixelSize(width: 256, height: 1), pixels: pixels))
            var frame = TestFrame(size: PixelSize(width: 256, height: 2), padding: 0)
            frame.luma = (0...511).map { UInt8($0 % 256) }
            frame.blend([Placement(sprite: sprite, x: 0, y: 0)])
            let black = Int(sprite.luma[0])
            for below in 0...255 {
                #expect(Int(frame.luma[below]) == black + (2 * below * (255 - cover) + 255) / 510)
            }
        }
    }

    @Test func staysWithinABrightPicture() {
        let sprite = Sprite(.flat(Color(red: 255, green: 255, blue: 255, alpha: 3), width: 20, height: 20))
        for opacity in 0...256 {
            var frame = TestFrame(size: PixelSize(width: 20, height: 20))
            frame.luma = frame.luma.map { _ in 255 }
            frame.blend([Placement(sprite: sprite, x: 0, y: 0, opacity: opacity)])
            #expect(frame.luma.allSatisfy { $0 >= 250 })
        }
    }

    @Test func leavesThePaddingAlone() {
        let sprite = Sprite(.flat(.white, width: 60, height: 60))
        let before = TestFrame(size: PixelSize(width: 32, height: 32))
        var after = before
        after.blend([Placement(sprite: sprite, x: -3, y: -3)])
        for row in 0..<31 {
            let padding = row * 37 + 32..<(row + 1) * 37
            #expect(before.luma[padding] == after.luma[padding])
        }
        #expect(after.luma[0] == 235)
    }

    @Test func coversEarlierPlacementsWithLaterOnes() {
        let (white, black) = (
            Sprite(.flat(.white, width: 8, height: 8)), Sprite(.flat(.black, width: 8, height: 8))
        )
        var frame = TestFrame(size: PixelSize(width: 16, height: 16))
        frame.blend([Placement(sprite: white, x: 0, y: 0), Placement(sprite: black, x: 4, y: 0)])
        #expect(frame.luma[3] == 235 && frame.luma[4] == 16)
    }

    @Test func copiesWhatHidesThePictureAndDrawsOnTopOfIt() {
        let size = PixelSize(width: 38, height: 22)
        let noise = Bitmap.noise(width: 38, height: 22, seed: 3)
        let opaque = Bitmap(size: size, pixels: noise.pixels.indices.map { $0 % 4 == 3 ? 255 : noise.pixels[$0] })
        let slate = Placement(sprite: Sprite(opaque, edges: .extended), x: 0, y: 0)
        let (below, above) = (
            Sprite(.noise(width: 9, height: 9, seed: 1)), Sprite(.noise(width: 9, height: 9, seed: 2))
        )
        let frame = TestFrame(size: size)
        #expect(slate.hides(size))
        var copied = frame
        copied.blend([Placement(sprite: below, x: 3, y: 3), slate, Placement(sprite: above, x: 11, y: 4)])
        #expect(copied == reference(reference(frame, slate), Placement(sprite: above, x: 11, y: 4)))
        // Nothing of the picture is left, up to its edges; what lies beyond them stays.
        var other = frame
        for index in other.luma.indices where index % other.layout.lumaStride < 38 { other.luma[index] ^= 255 }
        for index in other.blueChroma.indices where index % other.layout.chromaStride < 19 {
            other.blueChroma[index] ^= 255
        }
        other.blend([slate, Placement(sprite: above, x: 11, y: 4)])
        #expect(other == copied)
    }

    @Test(arguments: [Sprite.Edges.clear, .extended])
    func fadesOpaqueSpritesByTheSameRule(edges: Sprite.Edges) {
        let noise = Bitmap.noise(width: 33, height: 21, seed: 5)
        let pixels = noise.pixels.indices.map { $0 % 4 == 3 ? 255 : noise.pixels[$0] }
        let sprite = Sprite(Bitmap(size: noise.size, pixels: pixels), edges: edges)
        for (x, y) in [(0, 0), (3, 5), (-7, -4), (20, 30), (6, -9)] {
            for opacity in [1, 100, 128, 255, 256] {
                let placement = Placement(sprite: sprite, x: x, y: y, opacity: opacity)
                var frame = TestFrame(size: PixelSize(width: 40, height: 36))
                let expected = reference(frame, placement)
                frame.blend([placement])
                #expect(frame == expected, "(\(x), \(y)), opacity \(opacity)")
            }
        }
    }

    @Test func copiesOnlyWhatHidesThePicture() {
        let size = PixelSize(width: 32, height: 32)
        let (white, edged) = (
            Sprite(.flat(.white, width: 32, height: 32), edges: .extended), Sprite(.flat(.white, width: 32, height: 32))
        )
        #expect(Placement(sprite: white, x: 0, y: 0).hides(size))
        #expect(!Placement(sprite: white, x: 0, y: 0, opacity: 255).hides(size))
        #expect(!Placement(sprite: white, x: 2, y: 0).hides(size))
        #expect(!Placement(sprite: white, x: 0, y: 0).hides(PixelSize(width: 34, height: 32)))
        // Its first column of chroma lets the picture through.
        #expect(!Placement(sprite: edged, x: 0, y: 0).hides(size))
        let clear = Sprite(.flat(Color(red: 9, green: 9, blue: 9, alpha: 254), width: 32, height: 32), edges: .extended)
        #expect(!Placement(sprite: clear, x: 0, y: 0).hides(size))
    }

    @Test(.enabled(if: allocation_counter_is_available()))
    func allocatesNothingOnceWarm() throws {
        let scene = try TestShow.fullScene()
        var compositor = OverlayBlender()
        var frame = TestFrame(size: TestShow.canvas)
        frame.draw(scene, at: 100, with: &compositor)
        let hearts = compositor.placements.count
        allocation_counter_arm()
        for tick in 0..<400 { frame.draw(scene, at: tick, with: &compositor) }
        #expect(allocation_counter_disarm() == 0)
        #expect(hearts > 120)
    }

    @Test(.enabled(if: allocation_counter_is_available()))
    func countsAllocationsWhenThereAreSome() {
        allocation_counter_arm()
        var kept: [[UInt8]] = []
        for size in 1...10 { kept.append(Array(repeating: 7, count: size * 100)) }
        let count = allocation_counter_disarm()
        #expect(count >= kept.count)
    }

    @Test func drawsASceneTheSameInAnyOrderOfTicks() throws {
        let scene = try TestShow.fullScene()
        var compositor = OverlayBlender()
        func picture(_ tick: Int) -> TestFrame {
            var frame = TestFrame(size: TestShow.canvas)
            frame.draw(scene, at: tick, with: &compositor)
            return frame
        }
        let ticks = [61, 64, 90, 130]
        let forwards = ticks.map(picture)
        let backwards = Array(ticks.reversed().map(picture).reversed())
        #expect(forwards == backwards)
        #expect(Set(forwards.map(\.luma)).count == ticks.count)
    }

    @Test func drawsTheSameWithSpritesMadeAgain() throws {
        var (first, second) = (TestFrame(size: TestShow.canvas), TestFrame(size: TestShow.canvas))
        var compositor = OverlayBlender()
        first.draw(try TestShow.fullScene(), at: 100, with: &compositor)
        second.draw(try TestShow.fullScene(), at: 100, with: &compositor)
        #expect(first == second)
    }
}
