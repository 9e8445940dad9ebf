import Foundation

/// Brings colours that BT.709 doesn't have to the nearest that it has, of the same hue in CIELAB.
///
/// Cutting off what is too much would turn green by 10° and azure by 20°. Colours that BT.709 has stay as they are.
struct GamutMap: Sendable {
    /// Linear light, BT.709's primaries.
    typealias RGB = SIMD3<Double>

    /// Light colours get darker on their way, as yellow would else become white.
    private static let focus = 75.0
    /// The error that is allowed, as a share of full light: well below a step of eight bits.
    private static let tolerance = 1e-4

    func callAsFunction(_ color: RGB) -> RGB {
        if Self.isInside(color) { return Self.clamped(color) }
        let lab = Self.lab(color)
        // Brighter than white, it is white.
        guard lab.x < 100 else { return RGB(repeating: 1) }
        let gray = SIMD3(min(lab.x, Self.focus), 0, 0)
        var (inside, outside) = (0.0, 1.0)
        // To a thousandth of the way.
        for _ in 0..<10 {
            let middle = (inside + outside) / 2
            if Self.isInside(Self.rgb(gray + (lab - gray) * middle)) { inside = middle } else { outside = middle }
        }
        return Self.clamped(Self.rgb(gray + (lab - gray) * inside))
    }

    private static func isInside(_ color: RGB) -> Bool {
        color.min() >= -tolerance && color.max() <= 1 + tolerance
    }

    private static func clamped(_ color: RGB) -> RGB {
        color.clamped(lowerBound: RGB(repeating: 0), upperBound: RGB(repeating: 1))
    }

    // MARK: CIE 15:2004, 8.2.1; the matrix is BT.709's with its white, D65.

    private static let white = SIMD3(0.950456, 1, 1.089058)

    static func lab(_ color: RGB) -> SIMD3<Double> {
        let x = (SIMD3(0.412391, 0.357584, 0.180481) * color).sum() / white.x
        let y = (SIMD3(0.212639, 0.715169, 0.072192) * color).sum() / white.y
        let z = (SIMD3(0.019331, 0.119195, 0.950532) * color).sum() / white.z
        let (fx, fy, fz) = (root(x), root(y), root(z))
        return SIMD3(116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))
    }

    private static func rgb(_ lab: SIMD3<Double>) -> RGB {
        let y = (lab.x + 16) / 116
        let xyz = SIMD3(cube(y + lab.y / 500), cube(y), cube(y - lab.z / 200)) * white
        return RGB(
            (SIMD3(3.240970, -1.537383, -0.498611) * xyz).sum(), (SIMD3(-0.969244, 1.875968, 0.041555) * xyz).sum(),
            (SIMD3(0.055630, -0.203977, 1.056972) * xyz).sum())
    }

    private static func root(_ value: Double) -> Double {
        value > 216.0 / 24389 ? cbrt(value) : (24389.0 / 27 * value + 16) / 116
    }

    private static func cube(_ value: Double) -> Double {
        value > 6.0 / 29 ? value * value * value : (116 * value - 16) * 27 / 24389
    }
}
