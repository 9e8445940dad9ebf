/// The filter that makes sound as loud as ears find it: a shelf for the head, and a high-pass (ITU-R BS.1770-4, annex 1, tables 1 and
/// 2, for 48 kHz). Both channels at once.
struct KWeighting: Sendable {
    /// Left and right.
    typealias Pair = SIMD2<Double>

    // Transposed direct form II. In Double: the high-pass' poles lie so near the unit circle that Float would hum.
    private var shelf = (Pair.zero, Pair.zero)
    private var highPass = (Pair.zero, Pair.zero)

    mutating func filter(_ sample: Pair) -> Pair {
        let shelved = 1.53512485958697 * sample + shelf.0
        shelf.0 = -2.69169618940638 * sample + 1.69065929318241 * shelved + shelf.1
        shelf.1 = 1.19839281085285 * sample - 0.73248077421585 * shelved
        let weighted = shelved + highPass.0
        highPass.0 = -2 * shelved + 1.99004745483398 * weighted + highPass.1
        highPass.1 = shelved - 0.99007225036621 * weighted
        return weighted
    }

    /// Forgets what is left of sound long gone: processors calculate with numbers near 0 a hundred times slower.
    mutating func settle() {
        func settled(_ value: Pair) -> Pair { value.replacing(with: 0, where: value * value .< 1e-60) }
        shelf = (settled(shelf.0), settled(shelf.1))
        highPass = (settled(highPass.0), settled(highPass.1))
    }
}
