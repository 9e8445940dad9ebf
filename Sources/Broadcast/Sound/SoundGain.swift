/// Makes sound louder or quieter, gliding from one to the other over a frame so that nothing clicks.
struct SoundGain: Sendable {
    private var gain: Float = 1
    private var left: [Float] = []
    private var right: [Float] = []

    /// Lends the sound at `target` times its strength; at full strength, untouched.
    mutating func apply<Failure: Error>(
        _ target: Float, _ left: Span<Float>, _ right: Span<Float>,
        _ body: (Span<Float>, Span<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        guard gain != 1 || target != 1 else { return try body(left, right) }
        let step = (target - gain) / Float(max(1, left.count))
        self.left.removeAll(keepingCapacity: true)
        self.right.removeAll(keepingCapacity: true)
        for index in left.indices {
            gain += step
            self.left.append(left[index] * gain)
            self.right.append(right[index] * gain)
        }
        gain = target
        try body(self.left.span, self.right.span)
    }
}
