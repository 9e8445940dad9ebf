import MediaModel
import Show

/// The running time that is left: a plate, and digits put together from sprites. The last seconds and zero are in the
/// accent colours, and each of those seconds jumps as it comes.
struct CountdownScene: LayerScene {
    /// A plate with its heading, and the digits on it.
    struct Face: Sendable {
        let plate: Sprite
        /// From the digits at rest to the digits at their largest.
        let digits: [DigitSprites]
    }

    /// The tick of zero.
    let end: Int
    let framesPerSecond: Int
    /// The last seconds begin with so many ticks left.
    let urgentBelow: Int
    let calm, urgent: Face
    /// `nil` where it is never a day.
    let days: TimeLeft.DayWords?
    /// The plate's corner, and the middle of the digits, in luma samples.
    let x, y: Int
    let centreX, centreY: Int

    /// How long a second's jump takes, in ticks.
    private var jump: Int { max(1, framesPerSecond / 3) }

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let left = max(0, end - tick)
        let isUrgent = left <= urgentBelow
        let face = isUrgent ? urgent : calm
        list.append(Placement(sprite: face.plate, x: x, y: y))
        // The first tick shows the full time, and zero is shown from the very tick of zero.
        let seconds = (left + framesPerSecond - 1) / framesPerSecond
        guard isUrgent else { return append(seconds, face.digits[0], at: face.digits[0], to: &list) }
        let elapsed = left > 0 ? (framesPerSecond - left % framesPerSecond) % framesPerSecond : tick - end
        let rest = FixedPoint.one - FixedPoint.easeOut(min(jump, elapsed) * FixedPoint.one / jump)
        let digits = face.digits[FixedPoint.scale(face.digits.count - 1, by: rest)]
        append(seconds, digits, at: face.digits[0], to: &list)
    }

    /// - Parameter rest: The digits at rest, whose places larger ones keep to.
    private func append(_ seconds: Int, _ digits: DigitSprites, at rest: DigitSprites, to list: inout [Placement]) {
        let time = TimeLeft(digits: rest, days: days)
        time.append(seconds, digits, left: centreX - time.width(seconds) / 2, centreY: centreY, to: &list)
    }
}
