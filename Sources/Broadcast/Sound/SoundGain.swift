/// Makes sound louder or quieter, fading from one to the other so that nothing clicks.
struct SoundGain: SoundProcessor {
    /// In samples: 10.7 ms, half a block.
    private static let fade = 512

    private let target: @Sendable () -> Float
    private var gain: Float = 1

    /// - Parameter target: What to multiply by, asked for each block: 1 leaves the sound as it is, 0 is silence.
    init(target: @escaping @Sendable () -> Float) {
        self.target = target
    }

    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        let target = target()
        guard gain != 1 || target != 1 else { return }
        let fade = min(Self.fade, left.count)
        let step = (target - gain) / Float(max(1, fade))
        for index in left.indices {
            gain = index < fade ? gain + step : target
            left[index] *= gain
            right[index] *= gain
        }
        gain = target
    }
}
