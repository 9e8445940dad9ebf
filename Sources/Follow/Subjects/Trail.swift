/// What was found of one subject lately: where it is, how quickly it goes, and where it will be soon.
///
/// Places are in window widths, times in seconds.
struct Trail: Sendable {
    /// One find.
    struct Point: Sendable {
        var time: Double
        /// The box's middle along the axis with room.
        var place: Double
        var size: Double
    }

    /// Where a subject is at an instant.
    struct Estimate: Sendable {
        var place, speed: Double
    }

    let id: Int
    let kind: Subject.Kind
    private(set) var points: [Point]
    /// The box found last, in shares of the source.
    private(set) var box: SubjectBox
    /// A mean over the last second or so; `nil` if nobody measures it.
    private(set) var activity: Double?
    /// Whether it has been found often enough to be believed.
    var isConfirmed: Bool
    let firstTime: Double
    /// The finds before the last, if that was far from where it was awaited: perhaps it was somebody else's.
    private var beforeLeap: [Point] = []
    private var line = Line(time: 0, place: 0, speed: 0)

    init(id: Int, _ kind: Subject.Kind, _ point: Point, of subject: Subject, isConfirmed: Bool) {
        (self.id, self.kind, self.points, self.box, self.activity, self.isConfirmed) = (
            id, kind, [point], subject.box, subject.activity, isConfirmed
        )
        self.firstTime = point.time
        fit()
    }

    var lastTime: Double { points[points.count - 1].time }

    /// The size along the axis: the median of the last three.
    var size: Double { median(points.suffix(3).map(\.size)) }

    /// Where it is, or was, or will be: at most 0.4 s after it was found last.
    func estimate(at time: Double) -> Estimate {
        let moment = min(max(time, points[0].time), lastTime + TrackerRules.longestPrediction)
        return Estimate(place: line.place + line.speed * (moment - line.time), speed: line.speed)
    }

    /// Adds a find.
    mutating func add(_ point: Point, of subject: Subject) {
        precondition(point.time > lastTime)
        let before = beforeLeap
        beforeLeap = []
        if !before.isEmpty, abs(point.place - awaited(at: point.time, after: before)) <= TrackerRules.sameplace {
            // The find before was somebody else's.
            points = before
        } else if abs(point.place - estimate(at: point.time).place) > TrackerRules.sameplace {
            beforeLeap = points
            // What was before a leap says nothing about the speed now.
            points.removeFirst(points.count - 1)
        }
        points.append(point)
        points.removeAll { point.time - $0.time > TrackerRules.memory }
        if points.count > TrackerRules.mostPoints { points.removeFirst() }
        box = subject.box
        if let now = subject.activity { activity = activity.map { $0 + 0.3 * (now - $0) } ?? now }
        fit()
    }

    private func awaited(at time: Double, after points: [Point]) -> Double {
        let line = Line(through: points)
        return line.place + line.speed * min(time - line.time, TrackerRules.longestPrediction)
    }

    private mutating func fit() {
        line = Line(through: points)
        if abs(line.speed) < TrackerRules.leastSpeed { line = Line(through: points, speed: 0) }
    }
}

/// A straight way through the latest finds.
private struct Line {
    var time, place, speed: Double

    init(time: Double, place: Double, speed: Double) { (self.time, self.place, self.speed) = (time, place, speed) }

    /// Least squares for the speed; for the place the median of the last three, each moved on at that speed, so that one bad find is left out.
    init(through points: [Trail.Point], speed known: Double? = nil) {
        let last = points[points.count - 1].time
        let speed: Double
        if let known {
            speed = known
        } else {
            let count = Double(points.count)
            let meanTime = points.reduce(0) { $0 + ($1.time - last) } / count
            let meanPlace = points.reduce(0) { $0 + $1.place } / count
            let spread = points.reduce(0) { $0 + square($1.time - last - meanTime) }
            let slant = points.reduce(0) { $0 + ($1.time - last - meanTime) * ($1.place - meanPlace) }
            speed = spread > 0 ? slant / spread : 0
        }
        let place = median(points.suffix(3).map { $0.place - speed * ($0.time - last) })
        self.init(time: last, place: place, speed: speed)
    }
}

private func square(_ value: Double) -> Double { value * value }

/// The middle one; of an even count, the mean of the two in the middle.
private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
