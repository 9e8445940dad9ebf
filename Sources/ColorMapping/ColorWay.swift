import Foundation
import MediaModel

/// The way from a source's colours to a BT.709 picture's.
struct ColorWay: Sendable {
    /// How zimg is to read the source.
    let codes: ColorCodePoints
    private let curve: ToneCurve?
    private let gamut = GamutMap()
    init(_ codes: ColorCodePoints) {
        var codes = codes
        // BT.1361's is BT.709's within 0…1, and nearest to SMPTE ST 428's.
        if codes.transfer == 12 || codes.transfer == 17 { codes.transfer = 1 }
        if codes.range != .standard || [8, 9, 10].contains(codes.transfer) {
            // Constant luminance is defined for BT.709's transfer alone (ITU-T H.273, MatrixCoefficients 10 and 13).
            if codes.matrix == 10 { codes.matrix = 9 }
            if codes.matrix == 13 { codes.matrix = 12 }
        }
        self.codes = codes
        curve = codes.range == .standard ? nil : ToneCurve()
    }

    /// - Parameter colors: Luma in 0…1, both chroma in −0.5…0.5.
    /// - Returns: Luma and chroma of eight bits, limited range, not rounded.
    /// - Throws: ``ColorMappingError`` for codes that nobody can read.
    func callAsFunction(_ colors: [SIMD3<Float>]) throws(ColorMappingError) -> [SIMD3<Float>] {
        let toLight = try LightConversion(from: codes, count: colors.count, white: ToneCurve.referenceWhite)
        let toBT709 = try LightConversion(fromPrimaries: codes.primaries, count: colors.count)
        let light = try toLight.convert(colors)
        let bent = light.map(bent)
        return try zip(toBT709.convert(bent), light).map { coded($0, brightest: $1.max()) }
    }

    /// All three by the same factor, so that the curve turns no hue. The brightest decides, so that none leaves the range.
    private func bent(_ light: SIMD3<Float>) -> SIMD3<Float> {
        let brightest = Double(light.max())
        guard brightest > 0 else { return light }
        if let curve { return light * Float(curve(brightest) / brightest) }
        return brightest > 1 ? light / Float(brightest) : light
    }

    private func coded(_ light: SIMD3<Float>, brightest: Float) -> SIMD3<Float> {
        var color = gamut(SIMD3<Double>(light))
        // Brighter than white, SDR has some room (109 % of the signal), and where it ends a grid would bend white itself.
        if curve == nil, brightest > 1 { color *= min(1.22, Double(brightest)) }
        // BT.1886 is what screens do with BT.709, and so what zimg reads it with.
        let signal = SIMD3(pow(color.x, 1 / 2.4), pow(color.y, 1 / 2.4), pow(color.z, 1 / 2.4))
        let (red, blue) = ColorMatrix.bt709.weights
        let luma = (signal * SIMD3(red, 1 - red - blue, blue)).sum()
        let coded = SIMD3(
            16 + 219 * luma, 128 + 224 * (signal.z - luma) / (2 * (1 - blue)),
            128 + 224 * (signal.x - luma) / (2 * (1 - red)))
        return SIMD3<Float>(coded.clamped(lowerBound: SIMD3(repeating: 0), upperBound: SIMD3(repeating: 255)))
    }
}
