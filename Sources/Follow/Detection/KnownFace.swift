/// A face that was found: where it was, and where it will be.
struct KnownFace: Hashable, Sendable {
    /// It is awaited where it would go in so many seconds at most.
    private static let longestPrediction = 0.4
    /// Finds further apart than this, in seconds, say nothing about its speed.
    private static let memory = 0.6

    private(set) var square: PictureSquare
    private(set) var score: Double
    /// When it was found last, in seconds.
    private(set) var lastTime: Double
    /// In samples a second.
    private var speedX = 0.0
    private var speedY = 0.0

    init(_ detection: Detection, at time: Double) {
        (square, score, lastTime) = (detection.square, detection.score, time)
    }

    mutating func take(_ detection: Detection, at time: Double) {
        let passed = time - lastTime
        let isNear = passed > 0 && passed <= Self.memory
        speedX = isNear ? (detection.square.centerX - square.centerX) / passed : 0
        speedY = isNear ? (detection.square.centerY - square.centerY) / passed : 0
        (square, score, lastTime) = (detection.square, detection.score, time)
    }

    /// Where it probably is.
    func awaited(at time: Double) -> PictureSquare {
        let passed = min(max(0, time - lastTime), Self.longestPrediction)
        return PictureSquare(
            centerX: square.centerX + passed * speedX, centerY: square.centerY + passed * speedY, side: square.side)
    }

    /// Whether it goes so quickly that a look each 0.2 s may miss it.
    var isQuick: Bool { (speedX * speedX + speedY * speedY).squareRoot() * 0.2 > 0.5 * square.side }

    /// Whether a find is this face without a doubt: about where it was awaited if it was found in the picture before, else just there, and
    /// not long after.
    func goesOn(at other: PictureSquare, time: Double, last: Double) -> Bool {
        let reach = lastTime == last ? 0.5 : time - lastTime <= Self.memory ? 0.25 : 0
        return square.isAsLarge(as: other, within: 1.4) && awaited(at: time).distance(to: other) < reach
    }

    /// Whether a find may be this face.
    func mayBe(_ other: PictureSquare, at time: Double) -> Bool {
        let reach = min(2, 1 + 2 * max(0, time - lastTime))
        return square.isAsLarge(as: other, within: 1.6) && awaited(at: time).distance(to: other) <= reach
    }
}
