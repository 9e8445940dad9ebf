import Foundation

/// How bright light of an HDR picture is on an SDR screen: the EETF of ITU-R BT.2390, 5.4.1, with a later knee.
///
/// HDR reference white (203 cd/m², ITU-R BT.2408: 75 % HLG, 58 % PQ) is SDR's white but for the room that brighter light needs: it comes
/// to 82 % of SDR's light, 92 % of its signal. Darker than half of it, light stays as it is. From 1,000 cd/m², the peak that
/// phones master to, all is white: so the curve is the same for every picture, and nothing flickers.
struct ToneCurve: Sendable {
    /// The light of reference white, in cd/m².
    static let referenceWhite = 203.0
    private static let peak = 1_000.0
    /// BT.2390 begins to bend at 1.5·m − 0.5 of the source's range, m being SDR's share of it: there, reference white has 78 %.
    private static let kneeOffset = 0.4

    private let sourcePeak, target, knee: Double
    /// Where the bend begins, in light.
    private let kneeLight: Double

    init() {
        sourcePeak = Self.quantized(Self.peak)
        target = Self.quantized(Self.referenceWhite) / sourcePeak
        knee = (1 + Self.kneeOffset) * target - Self.kneeOffset
        kneeLight = Self.light(knee * sourcePeak) / Self.referenceWhite
    }

    /// - Parameter light: 1 is HDR reference white; 0 or more.
    /// - Returns: 0…1, of SDR's white.
    func callAsFunction(_ light: Double) -> Double {
        if light <= kneeLight { return light }
        if light * Self.referenceWhite >= Self.peak { return 1 }
        let signal = Self.quantized(light * Self.referenceWhite) / sourcePeak
        let t = (signal - knee) / (1 - knee)
        let (t2, t3) = (t * t, t * t * t)
        let bent = (2 * t3 - 3 * t2 + 1) * knee + (t3 - 2 * t2 + t) * (1 - knee) + (3 * t2 - 2 * t3) * target
        return min(1, Self.light(bent * sourcePeak) / Self.referenceWhite)
    }

    // SMPTE ST 2084, 5.
    private static let (m1, m2) = (2610.0 / 16384, 2523.0 / 32)
    private static let (c1, c2, c3) = (3424.0 / 4096, 2413.0 / 128, 2392.0 / 128)

    private static func quantized(_ light: Double) -> Double {
        let power = pow(max(0, light) / 10_000, m1)
        return pow((c1 + c2 * power) / (1 + c3 * power), m2)
    }

    private static func light(_ signal: Double) -> Double {
        let power = pow(max(0, signal), 1 / m2)
        return 10_000 * pow(max(0, power - c1) / (c2 - c3 * power), 1 / m1)
    }
}
