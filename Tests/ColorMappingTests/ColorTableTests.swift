import ColorMapping
import Foundation
import MediaModel
import Testing

@Suite struct ColorTableTests {
    /// ITU-R BT.2408: reference white is 75 % of HLG's signal and 58 % of PQ's. On SDR it leaves some room for what is brighter.
    @Test(arguments: [(HDRSignal.hybridLogGamma, 0.75), (.perceptualQuantizer, 0.58)])
    func showsReferenceWhiteAsNearlyWhite(_ signal: HDRSignal, _ level: Double) throws {
        let luma = try ColorTable.make(signal).mapped(gray: Int((64 + 876 * level).rounded()))
        let share = Double(luma - 16) / 219
        #expect(share > 0.8 && share < 0.95, "of SDR's signal")
        #expect(pow(share, 2.4) > 0.8 && pow(share, 2.4) < 0.95, "of SDR's light")
    }

    @Test(arguments: HDRSignal.allCases)
    func keepsGraysInOrderAndGray(_ signal: HDRSignal) throws {
        let table = try ColorTable.make(signal)
        var last = 0
        for code in 0...1_023 {
            let new = table.mapped(SIMD3(Double(code), 512, 512))
            #expect(Int(new.x) >= last, "at \(code)")
            #expect(new.y == 128 && new.z == 128, "at \(code)")
            last = Int(new.x)
        }
        #expect(table.mapped(gray: 64) == 16)
        #expect(table.mapped(gray: 940) == 235)
        // All that SDR has is used, and no step is large enough to be seen as a band.
        let steps = (64..<940).map { table.mapped(gray: $0 + 1) - table.mapped(gray: $0) }
        #expect(steps.max()! <= 1)
    }

    /// A grey card has 38 % of HLG's signal (BT.2408, table 1): what is as dark looks as it does in a picture made for SDR.
    @Test(arguments: HDRSignal.allCases, [0.02, 0.1, 0.18, 0.4])
    func keepsWhatIsDarkerThanHalfOfWhite(_ signal: HDRSignal, _ light: Double) throws {
        let luma = try ColorTable.make(signal).mapped(signal.codes(of: SIMD3(repeating: light))).x
        #expect(abs(luma - (16 + 219 * pow(light, 1 / 2.4))) <= 1.5)
    }

    static let colors: [(name: String, light: SIMD3<Double>)] = [
        ("red", SIMD3(1, 0, 0)), ("green", SIMD3(0, 1, 0)), ("blue", SIMD3(0, 0, 1)), ("yellow", SIMD3(1, 1, 0)),
        ("cyan", SIMD3(0, 1, 1)), ("magenta", SIMD3(1, 0, 1)), ("orange", SIMD3(1, 0.4, 0)),
        ("light skin", SIMD3(0.552, 0.310, 0.222)), ("dark skin", SIMD3(0.173, 0.079, 0.053)),
        ("leaf", SIMD3(0.106, 0.158, 0.053)), ("sky", SIMD3(0.114, 0.195, 0.342)),
    ]

    /// BT.709's own colours from a tenth of reference white to four times as bright.
    @Test(arguments: HDRSignal.allCases, colors)
    func turnsNoHueOfBT709(_ signal: HDRSignal, _ color: (name: String, light: SIMD3<Double>)) throws {
        let table = try ColorTable.make(signal)
        for gain in [0.1, 0.3, 1, 2, 4] {
            let (before, after) = (
                Lab(light: color.light * gain), Lab(codes: table.mapped(signal.codes(of: color.light * gain)))
            )
            // Eight bits have no hue near grey.
            guard before.chroma > 20 else { continue }
            #expect(before.hueDistance(after) < 3, "\(color.name) × \(gain)")
        }
    }

    /// The screen's bars of BT.2020, none of which BT.709 has.
    @Test(arguments: HDRSignal.allCases, Array(colors.prefix(7)))
    func turnsNoHueOfBT2020(_ signal: HDRSignal, _ color: (name: String, light: SIMD3<Double>)) throws {
        let table = try ColorTable.make(signal)
        for gain in [0.2, 0.6, 1] {
            let wide = color.light * gain
            // BT.2087: what is outside has parts below 0.
            let light = SIMD3(
                (SIMD3(1.660491, -0.587641, -0.072850) * wide).sum(),
                (SIMD3(-0.124550, 1.132900, -0.008349) * wide).sum(),
                (SIMD3(-0.018151, -0.100579, 1.118730) * wide).sum())
            let after = Lab(codes: table.mapped(signal.codes(ofWide: wide)))
            #expect(Lab(light: light).hueDistance(after) < 3, "\(color.name) × \(gain)")
            #expect(after.chroma > 25, "\(color.name) × \(gain) is pale")
        }
    }

    /// Whatever wrote it, it comes to the same picture.
    @Test func readsAllWaysOfWritingAlike() throws {
        let plain = try ColorTable.make(.hybridLogGamma)
        let eight = try ColorTable.make(ColorCodePoints(primaries: 9, transfer: 18, matrix: 9), depth: 8)
        let full = try ColorTable.make(ColorCodePoints(primaries: 9, transfer: 18, matrix: 9), isFullRange: true)
        let silent = try ColorTable.make(ColorCodePoints(transfer: 18))
        for color in Self.colors {
            // Not at BT.709's very edge, where the grid's straight lines cut a corner.
            let codes = HDRSignal.hybridLogGamma.codes(of: color.light * 0.4 + 0.1)
            let expected = plain.mapped(codes)
            #expect(silent.mapped(codes) == expected, "\(color.name)")
            let coarse = eight.mapped(codes / 4)
            #expect((coarse - expected).map(abs).max() <= 4, "\(color.name) in eight bits")
            let spread = SIMD3(
                (codes.x - 64) / 876 * 1_023, (codes.y - 512) / 896 * 1_023 + 512, (codes.z - 512) / 896 * 1_023 + 512)
            #expect((full.mapped(spread) - expected).map(abs).max() <= 2, "\(color.name) in full range")
        }
        #expect(eight.mapped(SIMD3(16, 128, 128)) == SIMD3(16, 128, 128))
        let fullEight = try ColorTable.make(ColorCodePoints(transfer: 18), isFullRange: true, depth: 8)
        #expect(fullEight.mapped(SIMD3(255, 128, 128)) == SIMD3(235, 128, 128))
        #expect(fullEight.mapped(SIMD3(0, 128, 128)) == SIMD3(16, 128, 128))
    }

    /// SDR keeps its light: only colours are brought over.
    @Test(arguments: [UInt8(1), 14, 15, 6, 13])
    func keepsTheGraysOfSDR(_ transfer: UInt8) throws {
        let table = try ColorTable.make(ColorCodePoints(primaries: 9, transfer: transfer, matrix: 9))
        #expect(table.mapped(gray: 64) == 16)
        #expect(table.mapped(gray: 940) == 235)
        // sRGB's curve isn't BT.1886's in the dark.
        guard transfer != 13 else { return }
        for percent in stride(from: 5, through: 105, by: 5) {
            let luma = table.mapped(gray: 64 + 876 * percent / 100)
            #expect(abs(luma - (16 + 219 * percent / 100)) <= 1, "at \(percent) %")
        }
    }

    /// Light of all kinds that a file may claim: each has black, white and all greys between in order.
    @Test(arguments: [
        ColorCodePoints(primaries: 1, transfer: 8, matrix: 1), ColorCodePoints(primaries: 1, transfer: 9, matrix: 1),
        ColorCodePoints(primaries: 1, transfer: 10, matrix: 6), ColorCodePoints(primaries: 9, transfer: 12, matrix: 9),
        ColorCodePoints(primaries: 9, transfer: 17, matrix: 9), ColorCodePoints(primaries: 9, transfer: 14, matrix: 10),
        ColorCodePoints(primaries: 9, transfer: 18, matrix: 10),
        ColorCodePoints(primaries: 12, transfer: 13, matrix: 1),
        ColorCodePoints(primaries: 12, transfer: 1, matrix: 12),
        ColorCodePoints(primaries: 9, transfer: 16, matrix: 13),
        ColorCodePoints(primaries: 11, transfer: 1, matrix: 6), ColorCodePoints(primaries: 1, transfer: 1, matrix: 8),
        ColorCodePoints(primaries: 9, transfer: 16, matrix: 14), ColorCodePoints(matrix: 9),
    ])
    func readsOddLight(_ codes: ColorCodePoints) throws {
        #expect(codes.needsMapping)
        let table = try ColorTable.make(codes)
        let grays = (64...940).map { table.mapped(gray: $0) }
        #expect(grays == grays.sorted())
        #expect(grays.last == 235)
        // A logarithm has no 0: a hundredth of white is its black.
        #expect(grays[0] <= (codes.transfer == 9 ? 49 : codes.transfer == 10 ? 37 : 16))
    }

    /// Linear light in the dark is where straight lines between colours would show.
    @Test func readsLinearLightInTheDark() throws {
        let table = try ColorTable.make(ColorCodePoints(primaries: 1, transfer: 8, matrix: 1))
        for code in [66, 68, 72, 80, 90, 110, 150, 300] {
            let light = Double(code - 64) / 876
            #expect(abs(Double(table.mapped(gray: code)) - (16 + 219 * pow(light, 1 / 2.4))) <= 6, "at \(code)")
        }
    }

    /// Any part of a picture, anywhere: the same bytes as of the whole.
    @Test func mapsAPartAsTheWhole() throws {
        let table = try ColorTable.make(.hybridLogGamma)
        let layout = PlaneLayout(size: PixelSize(width: 64, height: 32), lumaStride: 80, chromaStride: 48)
        let luma = (0..<layout.lumaByteCount).map { UInt16($0 * 37 % 1_024) }
        let blue = (0..<layout.chromaByteCount).map { UInt16($0 * 91 % 1_024) }
        let red = (0..<layout.chromaByteCount).map { UInt16($0 * 53 % 1_024) }
        func planes(_ area: PixelArea, at target: PixelArea) -> [[UInt8]] {
            var first = [UInt8](repeating: 7, count: layout.lumaByteCount)
            var second = [UInt8](repeating: 7, count: layout.chromaByteCount)
            var third = second
            var newLuma = first.mutableSpan
            var newBlue = second.mutableSpan
            var newRed = third.mutableSpan
            table.convert(
                luma.span, blue.span, red.span, layout, area, into: &newLuma, &newBlue, &newRed, layout, target)
            return [first, second, third]
        }
        let whole = planes(PixelArea(size: layout.size), at: PixelArea(size: layout.size))
        let (area, target) = (
            PixelArea(x: 10, y: 4, width: 20, height: 8), PixelArea(x: 40, y: 22, width: 20, height: 8)
        )
        let part = planes(area, at: target)
        for y in 0..<32 {
            for x in 0..<64 {
                let isInside = (40..<60).contains(x) && (22..<30).contains(y)
                let expected = isInside ? whole[0][(y - 18) * 80 + x - 30] : 7
                #expect(part[0][y * 80 + x] == expected)
            }
        }
        #expect(part[1][11 * 48 + 20] == whole[1][2 * 48 + 5])
        #expect(part[2][14 * 48 + 29] == whole[2][5 * 48 + 14])
        #expect(part[1][11 * 48 + 19] == 7 && part[2][11 * 48 + 30] == 7)
    }

    /// Two tables of one source are the same to the last bit, so that two runs are too.
    @Test func isTheSameEachTime() throws {
        let (one, other) = (try ColorTable.make(.hybridLogGamma), try ColorTable.make(.hybridLogGamma))
        for color in Self.colors {
            let codes = HDRSignal.hybridLogGamma.codes(of: color.light)
            #expect(one.mapped(codes) == other.mapped(codes))
        }
        #expect(try ColorTables.table(for: one.source) === ColorTables.table(for: other.source))
    }

    /// A broken picture has numbers that ten bits don't.
    @Test func survivesNumbersBeyondTenBits() throws {
        let mapped = try ColorTable.make(.hybridLogGamma).mapped(SIMD3(65_535, 4_095, 1_024))
        #expect((0...255).contains(mapped.x))
    }

    @Test func refusesColorsThatNobodyKnows() {
        #expect(throws: ColorMappingError.self) {
            try ColorTable.make(ColorCodePoints(primaries: 9, transfer: 18, matrix: 11))
        }
        #expect(throws: ColorMappingError.self) {
            try ColorTable.make(ColorCodePoints(primaries: 200, transfer: 18, matrix: 9))
        }
    }
}
