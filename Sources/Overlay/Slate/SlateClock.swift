import MediaModel

/// The time left until a slate goes: minutes and seconds, and hours when there are any.
struct SlateClock: LayerScene {
    let digits: DigitSprites
    /// The middle, and the top, in luma samples.
    let x, y: Int
    /// The tick of its zero.
    let end: Int
    let frameRate: FrameRate

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        // A second that has begun counts, so that zero is shown when it is time and not a second before.
        let seconds = (max(0, end - tick) + frameRate.framesPerSecond - 1) / frameRate.framesPerSecond
        let hours = seconds / 3_600
        var width = 4 * digits.advance + digits.signAdvance
        if hours > 0 { width += digits.signAdvance }
        var rest = hours
        while rest > 0 {
            width += digits.advance
            rest /= 10
        }
        var right = x + width / 2
        digits.append(seconds % 60, digits: 2, right: &right, y: y, to: &list)
        digits.appendSign(right: &right, y: y, to: &list)
        digits.append(seconds / 60 % 60, digits: 2, right: &right, y: y, to: &list)
        guard hours > 0 else { return }
        digits.appendSign(right: &right, y: y, to: &list)
        digits.append(hours, right: &right, y: y, to: &list)
    }
}
