/// Foresees whether a decoder that holds back one picture gives one out too soon. Pure.
///
/// It gives out the earliest of what it holds as soon as it holds two. That is wrong where a picture between it and the last one given
/// out is still to come, and then there is a gap of more than a picture's duration between them.
///
/// A source whose rate varies has such gaps without any fault: whoever asks only holds back more than need be.
public struct HeldPictures: Sendable {
    /// How many of the last steps tell a picture's duration, the longest of them.
    private static let steps = 8

    private var held: Int64?
    private var lastGiven: Int64?
    private var lastDecodingTime: Int64?
    private var durations: [Int64] = []

    public init() {}

    /// Takes the next coded picture, in decoding order.
    ///
    /// - Parameters:
    ///   - presentationTime: In any unit, like `decodingTime`; both as the source has them.
    ///   - isKey: Whether decoding can start here: what is held is given out first, and times may go on anywhere.
    /// - Returns: Whether the next picture given out is the next to be shown, as far as times can tell.
    public mutating func note(presentationTime: Int64, decodingTime: Int64, isKey: Bool) -> Bool {
        if let lastDecodingTime, decodingTime > lastDecodingTime {
            durations.append(decodingTime - lastDecodingTime)
            if durations.count > Self.steps { durations.removeFirst() }
        }
        lastDecodingTime = decodingTime
        guard let held, !isKey else {
            (lastGiven, held) = (nil, presentationTime)
            return true
        }
        let next = min(held, presentationTime)
        defer { (lastGiven, self.held) = (next, max(held, presentationTime)) }
        guard let lastGiven, let duration = durations.max() else { return true }
        return next - lastGiven <= duration + duration / 2
    }
}
