/// Says when a live source's decoded pictures are to be shown. Pure.
///
/// As a rule their packets say so. Some publishers send no composition times (all are 0) and reordered pictures all the same: by
/// their packets' times those would be shown in the order in which they were coded, and every second one not at all. Then the next
/// picture that is given out takes the earliest decoding time that is left, later by as many pictures as the decoder holds back, as
/// the composition time of the first would have been.
struct PictureTimes {
    /// Decoding times of pictures that haven't come out, in their order; none once packets have presentation times of their own.
    private var waiting: [Int64] = []
    private var steps: [Int64] = []
    private var lastTime: Int64?
    private var hasOffsets = false
    /// Whether pictures came out in another order than their packets.
    private(set) var isReordered = false

    /// More than any codec holds back.
    private static let mostWaiting = 32
    /// How many of the last steps tell a picture's duration.
    private static let mostSteps = 16

    /// Takes a packet that the decoder has taken, in decoding order.
    mutating func take(presentationTime: Int64, decodingTime: Int64) {
        if presentationTime != decodingTime { hasOffsets = true }
        guard !hasOffsets else {
            waiting.removeAll(keepingCapacity: true)
            return
        }
        // A clock that was set back begins anew.
        if let last = waiting.last, decodingTime <= last { waiting.removeAll(keepingCapacity: true) }
        if let lastTime, decodingTime > lastTime { steps.append(decodingTime - lastTime) }
        if steps.count > Self.mostSteps { steps.removeFirst() }
        lastTime = decodingTime
        waiting.append(decodingTime)
        if waiting.count > Self.mostWaiting { waiting.removeFirst() }
    }

    /// The time of the picture that the decoder has just given out.
    ///
    /// - Parameters:
    ///   - own: Its packet's presentation time.
    ///   - heldBack: How many pictures the decoder holds back for the sake of their order.
    mutating func time(own: Int64, heldBack: Int) -> Int64 {
        guard !hasOffsets else { return own }
        // What the decoder can't hold any more is lost.
        while waiting.count > max(0, heldBack) + 1 { waiting.removeFirst() }
        guard let first = waiting.first else { return own }
        if own > first, waiting.contains(own), heldBack > 0 { isReordered = true }
        guard isReordered else {
            waiting.removeAll { $0 <= own }
            return own
        }
        waiting.removeFirst()
        return first + Int64(heldBack) * duration
    }

    /// Of one picture, on average.
    private var duration: Int64 {
        steps.isEmpty ? 0 : steps.reduce(0, +) / Int64(steps.count)
    }
}
