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

    struct Timing: Sendable {
        /// The tick of zero.
        let end: Int
        let framesPerSecond: Int
        /// The last seconds begin with so many ticks left.
        let urgentBelow: Int
    }

    /// In luma samples.
    struct Place: Sendable {
        /// The plate's corner, and the middle of the digits.
        let x, y: Int
        let centreX, centreY: Int

        /// - Parameters:
        ///   - margin: Around what the plate's layout measures from.
        ///   - digits: Their middle, in that layout.
        init(corner: (x: Int, y: Int), margin: Int, digits: (x: Double, y: Double)) {
            (x, y) = corner
            (centreX, centreY) = (corner.x + margin + Int(digits.x), corner.y + margin + Int(digits.y))
        }
    }

    let timing: Timing
    let calm, urgent: Face
    /// `nil` where it is never a day.
    let days: TimeLeft.DayWords?
    let place: Place

    private var framesPerSecond: Int { timing.framesPerSecond }

    /// How long a second's jump takes, in ticks.
    private var jump: Int { max(1, framesPerSecond / 3) }

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        let left = max(0, timing.end - tick)
        let isUrgent = left <= timing.urgentBelow
        let face = isUrgent ? urgent : calm
        list.append(Placement(sprite: face.plate, x: place.x, y: place.y))
        // The first tick shows the full time, and zero is shown from the very tick of zero.
        let seconds = (left + framesPerSecond - 1) / framesPerSecond
        guard isUrgent else { return append(seconds, face.digits[0], at: face.digits[0], to: &list) }
        let elapsed = left > 0 ? (framesPerSecond - left % framesPerSecond) % framesPerSecond : tick - timing.end
        let rest = FixedPoint.one - FixedPoint.easeOut(min(jump, elapsed) * FixedPoint.one / jump)
        let digits = face.digits[FixedPoint.scale(face.digits.count - 1, by: rest)]
        append(seconds, digits, at: face.digits[0], to: &list)
    }

    /// - Parameter rest: The digits at rest, whose places larger ones keep to.
    private func append(_ seconds: Int, _ digits: DigitSprites, at rest: DigitSprites, to list: inout [Placement]) {
        let time = TimeLeft(digits: rest, days: days)
        time.append(seconds, digits, left: place.centreX - time.width(seconds) / 2, centreY: place.centreY, to: &list)
    }
}
