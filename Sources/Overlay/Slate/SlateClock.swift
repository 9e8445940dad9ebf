import MediaModel

/// The time left until a slate goes: minutes and seconds, hours when there are any, and days.
struct SlateClock: LayerScene {
    /// Below a day, and from a day on.
    let time, days: TimeLeft
    /// The middle, and the top, in luma samples.
    let x, y: Int
    /// The tick of its zero.
    let end: Int
    let frameRate: FrameRate

    func appendPlacements(at tick: Int, to list: inout [Placement]) {
        // A second that has begun counts, so that zero is shown when it is time and not a second before.
        let seconds = (max(0, end - tick) + frameRate.framesPerSecond - 1) / frameRate.framesPerSecond
        let shown = seconds < TimeLeft.day ? time : days
        let width = shown.width(seconds)
        shown.append(
            seconds, shown.digits, left: x + width / 2 - width, centreY: y + time.digits.height / 2, to: &list)
    }
}
