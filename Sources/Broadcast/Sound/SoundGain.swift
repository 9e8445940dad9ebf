/// Makes sound louder or quieter, gliding from one to the other over a block so that nothing clicks.
struct SoundGain: SoundProcessor {
    private let target: @Sendable () -> Float
    private var gain: Float = 1

    /// - Parameter target: What to multiply by, asked for each block: 1 leaves the sound as it is, 0 is silence.
    init(target: @escaping @Sendable () -> Float) {
        self.target = target
    }

    mutating func process(_ left: inout MutableSpan<Float>, _ right: inout MutableSpan<Float>) {
        let target = target()
        guard gain != 1 || target != 1 else { return }
        let step = (target - gain) / Float(max(1, left.count))
        for index in left.indices {
            gain += step
            left[index] *= gain
            right[index] *= gain
        }
        gain = target
    }
}
