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
    /// Whether it was found more than once.
    private(set) var isSure = false
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
        // A speed that hangs on one find isn't believed for long.
        let ahead = beforeLeap.isEmpty ? TrackerRules.longestPrediction : TrackerRules.predictionAfterLeap
        let moment = min(max(time, points[0].time), lastTime + ahead)
        return Estimate(place: line.place + line.speed * (moment - line.time), speed: line.speed)
    }

    /// Where it really was at an instant, as far as finds tell: between two of them. An estimate looks at the latest only, and where somebody
    /// stops ahead of what is shown it would have them stop too early.
    func place(at time: Double) -> Double {
        guard let next = points.firstIndex(where: { $0.time > time }) else { return estimate(at: time).place }
        guard next > 0 else { return points[0].place }
        let (before, after) = (points[next - 1], points[next])
        return before.place + (after.place - before.place) * (time - before.time) / (after.time - before.time)
    }

    /// Adds a find.
    mutating func add(_ point: Point, of subject: Subject) {
        precondition(point.time > lastTime)
        let before = beforeLeap
        beforeLeap = []
        if let place = Self.awaited(at: point.time, after: before), abs(point.place - place) <= TrackerRules.unrest {
            // The find before was somebody else's.
            points = before
        } else if abs(point.place - estimate(at: point.time).place) > TrackerRules.unrest {
            beforeLeap = points
            // What was before a leap says nothing about the speed now.
            points.removeFirst(points.count - 1)
        }
        points.append(point)
        isSure = true
        points.removeAll { point.time - $0.time > TrackerRules.memory }
        if points.count > TrackerRules.mostPoints { points.removeFirst() }
        box = subject.box
        if let now = subject.activity { activity = activity.map { $0 + 0.3 * (now - $0) } ?? now }
        fit()
    }

    /// How far a place is from where it was awaited, or would be if the last leap was somebody else's.
    func distance(to place: Double, at time: Double) -> Double {
        let distance = abs(place - estimate(at: time).place)
        guard let other = Self.awaited(at: time, after: beforeLeap) else { return distance }
        return min(distance, abs(place - other))
    }

    private static func awaited(at time: Double, after points: [Point]) -> Double? {
        guard !points.isEmpty else { return nil }
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

    /// The median of all slopes between two finds for the speed; for the place the median of the last three, each moved on at that speed. So
    /// one bad find is left out of both.
    init(through points: [Trail.Point], speed known: Double? = nil) {
        let last = points[points.count - 1].time
        let speed: Double
        if let known {
            speed = known
        } else {
            var slopes: [Double] = []
            for (index, point) in points.enumerated() {
                for later in points[(index + 1)...] {
                    slopes.append((later.place - point.place) / (later.time - point.time))
                }
            }
            speed = slopes.isEmpty ? 0 : median(slopes)
        }
        let place = median(points.suffix(3).map { $0.place - speed * ($0.time - last) })
        self.init(time: last, place: place, speed: speed)
    }
}

/// The middle one; of an even count, the mean of the two in the middle.
private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
