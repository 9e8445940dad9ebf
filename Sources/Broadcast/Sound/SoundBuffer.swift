/// Stereo samples on their way from the decoder's stretches to the encoder's frames of 1024.
struct SoundBuffer: Sendable {
    private var left: [Float] = []
    private var right: [Float] = []
    private var head = 0
    /// Silence that isn't among the samples yet: where it belongs, and how much of it. A gap may be an hour long, which nobody wants
    /// to hold in memory.
    private var gap = (place: 0, count: 0)

    /// More than this at once is kept as a number; so much of it is made at a time.
    private static let longestSilence = 48_000

    /// Samples of each channel.
    var count: Int { left.count - head + gap.count }

    mutating func append(_ newLeft: Span<Float>, _ newRight: Span<Float>) {
        precondition(newLeft.count == newRight.count)
        newLeft.withUnsafeBufferPointer { left.append(contentsOf: $0) }
        newRight.withUnsafeBufferPointer { right.append(contentsOf: $0) }
    }

    mutating func appendSilence(_ count: Int) {
        if count > Self.longestSilence, gap.count == 0 {
            gap = (left.count, count)
            return
        }
        left.append(contentsOf: repeatElement(0, count: count))
        right.append(contentsOf: repeatElement(0, count: count))
    }

    mutating func removeAll() {
        left.removeAll(keepingCapacity: true)
        right.removeAll(keepingCapacity: true)
        head = 0
        gap = (0, 0)
    }

    /// Makes as much of the silence as the next `count` samples have.
    private mutating func fillGap(for count: Int) {
        while gap.count > 0, gap.place - head < count {
            let silence = repeatElement(Float(0), count: min(gap.count, Self.longestSilence))
            left.insert(contentsOf: silence, at: gap.place)
            right.insert(contentsOf: silence, at: gap.place)
            gap = (gap.place + silence.count, gap.count - silence.count)
        }
    }

    /// Lends the first `count` samples of each channel to be read and changed, then drops them.
    ///
    /// - Precondition: There are as many.
    mutating func take<Failure: Error>(
        _ count: Int,
        _ body: (inout MutableSpan<Float>, inout MutableSpan<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(self.count >= count)
        fillGap(for: count)
        try Self.lend(head..<head + count, of: &left, &right, body)
        head += count
        // Moving what is left costs more than it frees, unless it is done rarely.
        if head >= 64 * 1024 {
            left.removeFirst(head)
            right.removeFirst(head)
            gap.place -= head
            head = 0
        }
    }

    private static func lend<Failure: Error>(
        _ samples: Range<Int>, of left: inout [Float], _ right: inout [Float],
        _ body: (inout MutableSpan<Float>, inout MutableSpan<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        var allLeft = left.mutableSpan
        var allRight = right.mutableSpan
        var blockLeft = allLeft._mutatingExtracting(samples)
        var blockRight = allRight._mutatingExtracting(samples)
        try body(&blockLeft, &blockRight)
    }
}
