import MediaModel

/// How many of an event's hearts are drawn, and over how long they leave.
///
/// A burst is admitted only as far as its hearts and all that haven't faded yet fit the screen together. That bound
/// holds at every later tick, as a burst that has been admitted can only lose hearts. While more come than fit, the
/// places that fading hearts leave go to the newest event, so a long storm evens out to a steady stream.
struct HeartAdmission: Hashable, Sendable {
    /// The most hearts on screen at once.
    let maximum: Int
    /// How long one is on screen, in ticks.
    let lifetime: Int
    /// Over how many ticks a burst leaves.
    let spread: Int

    /// Long enough for 37 hearts to rise as a stream rather than a lump, short enough to be felt as an answer.
    private static let spreadTime = MediaTime.milliseconds(900)

    /// - Parameter layers: The hearts layers of a preset, which all draw the same bursts; `nil` if there are none.
    init?(_ layers: [HeartsLayer], frameRate: FrameRate) {
        guard let maximum = layers.map(\.maximum).min(),
            let lifetime = layers.map({ $0.lifetimeTicks(at: frameRate) }).max()
        else { return nil }
        self.maximum = maximum
        self.lifetime = lifetime
        spread = max(1, frameRate.tick(nearest: Self.spreadTime))
    }

    /// How many of `count` hearts fit at this tick beside the bursts there are.
    func admitted(_ count: Int, beside bursts: [HeartBurst], atTick tick: Int) -> Int {
        var room = maximum
        for burst in bursts { room -= burst.remaining(atTick: tick, lifetime: lifetime) }
        return min(count, max(0, room))
    }
}
