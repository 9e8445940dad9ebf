/// Stereo samples on their way from the decoder's stretches to the encoder's frames of 1024.
struct SoundBuffer: Sendable {
    private var left: [Float] = []
    private var right: [Float] = []
    private var head = 0

    /// Samples of each channel.
    var count: Int { left.count - head }

    mutating func append(_ newLeft: Span<Float>, _ newRight: Span<Float>) {
        precondition(newLeft.count == newRight.count)
        newLeft.withUnsafeBufferPointer { left.append(contentsOf: $0) }
        newRight.withUnsafeBufferPointer { right.append(contentsOf: $0) }
    }

    mutating func appendSilence(_ count: Int) {
        left.append(contentsOf: repeatElement(0, count: count))
        right.append(contentsOf: repeatElement(0, count: count))
    }

    mutating func removeAll() {
        left.removeAll(keepingCapacity: true)
        right.removeAll(keepingCapacity: true)
        head = 0
    }

    /// Lends the first `count` samples, then drops them.
    ///
    /// - Precondition: There are as many.
    mutating func take<Failure: Error>(
        _ count: Int, _ body: (Span<Float>, Span<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(self.count >= count)
        try body(left.span.extracting(head..<head + count), right.span.extracting(head..<head + count))
        head += count
        // Moving what is left costs more than it frees, unless it is done rarely.
        if head >= 64 * 1024 {
            left.removeFirst(head)
            right.removeFirst(head)
            head = 0
        }
    }
}
