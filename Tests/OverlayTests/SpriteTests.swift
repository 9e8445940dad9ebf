import MediaModel
import Testing
import Typeset

@testable import Overlay

@Suite struct SpriteTests {
    // Y', Cb and Cr by BT.709 in limited range.
    @Test(arguments: [
        (Color.white, 235, 128, 128), (.black, 16, 128, 128),
        (Color(red: 128, green: 128, blue: 128), 126, 128, 128), (Color(red: 255, green: 0, blue: 0), 63, 102, 240),
        (Color(red: 0, green: 255, blue: 0), 173, 42, 26), (Color(red: 0, green: 0, blue: 255), 32, 240, 118),
        (Color(red: 0xe1, green: 0x1d, blue: 0x48), 79, 127, 212),
    ])
    func convertsKnownColours(color: Color, y: Int, cb: Int, cr: Int) {
        let sprite = Sprite(.flat(color, width: 12, height: 12))
        #expect(Int(sprite.luma[5 * 16 + 5]) == y)
        let chroma = sprite.chroma[0]
        #expect(abs(Int(chroma.blue[3 * 16 + 3]) - cb) <= 1 && abs(Int(chroma.red[3 * 16 + 3]) - cr) <= 1)
        #expect(chroma.mask.alpha[3 * 16 + 3] == 255)
    }

    @Test func multipliesOffsetsByAlpha() {
        let clear = Sprite(.flat(.clear, width: 8, height: 8))
        #expect(clear.luma.allSatisfy { $0 == 0 } && clear.chroma[0].blue.allSatisfy { $0 == 0 })
        let half = Sprite(.flat(Color(red: 255, green: 255, blue: 255, alpha: 128), width: 8, height: 8))
        #expect(half.luma[0] == 118)
        #expect(half.chroma[0].blue[1 * 16 + 1] == 64)
    }

    @Test func hasNoSampleAboveItsAlpha() {
        let sprite = Sprite(.noise(width: 41, height: 40, seed: 3))
        #expect(zip(sprite.luma, sprite.lumaMask.alpha).allSatisfy { $0 <= $1 })
        for chroma in sprite.chroma {
            #expect(zip(chroma.blue, chroma.mask.alpha).allSatisfy { $0 <= $1 })
            #expect(zip(chroma.red, chroma.mask.alpha).allSatisfy { $0 <= $1 })
        }
    }

    /// Chroma as the standard defines it, in floating point: the bitmap laid on a clear canvas at (2 + dx, 2 + dy),
    /// filtered, then converted.
    @Test(arguments: 0..<4)
    func samplesChromaForEachPhase(phase: Int) {
        let (dx, dy) = (phase & 1, phase >> 1)
        let bitmap = Bitmap.noise(width: 9, height: 7, seed: 9)
        let chroma = Sprite(bitmap).chroma[phase]
        func pixel(_ x: Int, _ y: Int) -> [Double] {
            guard 0..<9 ~= x, 0..<7 ~= y else { return [0, 0, 0, 0] }
            let p = bitmap[x, y]
            return [p.red, p.green, p.blue, p.alpha].map(Double.init)
        }
        for row in 0..<chroma.mask.height {
            for column in 0..<(9 + dx) / 2 + 1 {
                var mean = [0.0, 0, 0, 0]
                for (offset, weight) in [(-1, 0.25), (0, 0.5), (1, 0.25)] {
                    for line in 0...1 {
                        let value = pixel(2 * column - dx + offset, 2 * row - dy + line)
                        for part in 0..<4 { mean[part] += value[part] * weight / 2 }
                    }
                }
                let luma = 0.2126 * mean[0] + 0.7152 * mean[1] + 0.0722 * mean[2]
                let blue = 128 * mean[3] / 255 + (mean[2] - luma) / 1.8556 * 224 / 255
                let red = 128 * mean[3] / 255 + (mean[0] - luma) / 1.5748 * 224 / 255
                let index = row * chroma.mask.stride + column
                #expect(abs(Double(chroma.mask.alpha[index]) - mean[3]) <= 0.51)
                #expect(abs(Double(chroma.blue[index]) - blue) <= 1)
                #expect(abs(Double(chroma.red[index]) - red) <= 1)
            }
        }
    }

    @Test func countsItsBytes() {
        let sprite = Sprite(.flat(.white, width: 16, height: 16))
        // Luma and alpha; then two chroma planes and their alpha, 9 samples wide in rows of 16: 8 rows twice, 9 twice.
        let samples = 2 * 16 * 16 + 3 * 16 * (2 * 8 + 2 * 9)
        let runs = 8 * (16 + 2 * 8 + 2 * 9)
        #expect(sprite.byteCount == samples + runs)
    }
}
