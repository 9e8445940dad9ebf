import Foundation
import MediaModel

/// HDR signals worked out straight from ITU-R BT.2100, to compare with: linear light as a BT.709 screen of 203 cd/m² shows it → code values.
enum HDRSignal: CaseIterable, Sendable {
    case hybridLogGamma, perceptualQuantizer

    var transfer: UInt8 { self == .hybridLogGamma ? 18 : 16 }

    /// The three components of ten bits, limited range, of a colour in BT.709's primaries; 1 is reference white.
    func codes(of color: SIMD3<Double>) -> SIMD3<Double> {
        // BT.2087, inverse.
        let wide = SIMD3(
            (SIMD3(0.627404, 0.329283, 0.043313) * color).sum(), (SIMD3(0.069097, 0.919540, 0.011362) * color).sum(),
            (SIMD3(0.016391, 0.088013, 0.895595) * color).sum())
        return codes(ofWide: wide)
    }

    /// The same of a colour in BT.2020's primaries.
    func codes(ofWide color: SIMD3<Double>) -> SIMD3<Double> {
        let signal = coded(color * 203)
        let luma = (SIMD3(0.2627, 0.6780, 0.0593) * signal).sum()
        return SIMD3(
            64 + 876 * luma, 512 + 896 * (signal.z - luma) / 1.8814, 512 + 896 * (signal.x - luma) / 1.4746)
    }

    /// From cd/m² to the signal, 0…1.
    private func coded(_ light: SIMD3<Double>) -> SIMD3<Double> {
        switch self {
        case .perceptualQuantizer:
            return light.map { light in
                let power = pow(max(0, light) / 10_000, 2610.0 / 16384)
                return pow((3424.0 / 4096 + 2413.0 / 128 * power) / (1 + 2392.0 / 128 * power), 2523.0 / 32)
            }
        case .hybridLogGamma:
            // A screen of 1,000 cd/m², whose system gamma is 1.2.
            let luminance = (SIMD3(0.2627, 0.6780, 0.0593) * light).sum() / 1_000
            guard luminance > 0 else { return .zero }
            return (light / 1_000 * pow(luminance, 1 / 1.2 - 1)).map { scene in
                scene <= 1.0 / 12
                    ? sqrt(3 * max(0, scene)) : 0.17883277 * log(12 * scene - 0.28466892) + 0.55991073
            }
        }
    }
}

extension SIMD3<Double> {
    func map(_ body: (Double) -> Double) -> SIMD3<Double> { SIMD3(body(x), body(y), body(z)) }
}

/// CIELAB of a BT.709 picture on a screen that follows BT.1886.
struct Lab {
    var lightness, a, b: Double

    /// - Parameter light: Linear, BT.709's primaries.
    init(light: SIMD3<Double>) {
        let xyz = SIMD3(
            (SIMD3(0.412391, 0.357584, 0.180481) * light).sum() / 0.950456,
            (SIMD3(0.212639, 0.715169, 0.072192) * light).sum(),
            (SIMD3(0.019331, 0.119195, 0.950532) * light).sum() / 1.089058)
        let f = xyz.map { $0 > 216.0 / 24389 ? cbrt($0) : (24389.0 / 27 * $0 + 16) / 116 }
        (lightness, a, b) = (116 * f.y - 16, 500 * (f.x - f.y), 200 * (f.y - f.z))
    }

    /// - Parameter codes: Luma, blue and red chroma of eight bits, limited range.
    init(codes: SIMD3<Double>) {
        let (luma, blue, red) = ((codes.x - 16) / 219, (codes.y - 128) / 224 * 1.8556, (codes.z - 128) / 224 * 1.5748)
        let signal = SIMD3(luma + red, luma - (0.0722 * blue + 0.2126 * red) / 0.7152, luma + blue)
        self.init(light: signal.map { pow(max(0, $0), 2.4) })
    }

    var chroma: Double { (a * a + b * b).squareRoot() }

    /// In degrees, 0…180.
    func hueDistance(_ other: Lab) -> Double {
        let turn = abs(atan2(b, a) - atan2(other.b, other.a)) * 180 / .pi
        return min(turn, 360 - turn)
    }
}
