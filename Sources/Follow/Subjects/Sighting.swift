/// A subject as a detector reported it, measured along the axis on which the window travels.
struct Sighting: Sendable {
    var subject: Subject
    let axis: FollowCamera.Axis
    /// Its middle and its size along the axis, in window widths.
    let place, size: Double
    /// Its middle and its size across the axis, in shares of the source.
    let across, height: Double

    /// - Returns: `nil` if its box is no box, or lies far outside the picture.
    init?(_ subject: Subject, _ axis: FollowCamera.Axis, window: Double) {
        let box = subject.box
        guard box.x.isFinite, box.y.isFinite, box.width > 0, box.height > 0, box.width <= 4, box.height <= 4,
            (-0.5...1.5).contains(box.centerX), (-0.5...1.5).contains(box.centerY)
        else { return nil }
        self.subject = subject
        if let activity = subject.activity, !(0...1).contains(activity) { self.subject.activity = nil }
        self.axis = axis
        self.place = box.center(along: axis) / window
        self.size = box.size(along: axis) / window
        self.across = box.center(along: axis.other)
        self.height = box.size(along: axis.other)
    }

    func isAsLarge(as other: Double, within ratio: Double) -> Bool { size < ratio * other && other < ratio * size }

    func point(at time: Double) -> Trail.Point { Trail.Point(time: time, place: place, size: size) }

    /// What a finding has, the widest first: no more than anybody could follow, and each subject once.
    static func all(in finding: Finding, _ axis: FollowCamera.Axis, window: Double) -> [Sighting] {
        let widest = finding.subjects.compactMap { Sighting($0, axis, window: window) }
            .sorted { ($1.size, $0.place, $0.across) < ($0.size, $1.place, $1.across) }
        var kept: [Sighting] = []
        for sighting in widest where !kept.contains(where: { $0.isSame(as: sighting) }) {
            kept.append(sighting)
            if kept.count == TrackerRules.mostTrails { break }
        }
        return kept
    }

    /// Whether both are the same thing, found twice.
    private func isSame(as other: Sighting) -> Bool {
        subject.kind == other.subject.kind && abs(place - other.place) < 0.3 * max(size, other.size)
            && abs(across - other.across) < 0.3 * max(height, other.height)
    }
}

extension Trail {
    func across(_ axis: FollowCamera.Axis) -> Double { box.center(along: axis.other) }
}

extension SubjectBox {
    func center(along axis: FollowCamera.Axis) -> Double { axis == .horizontal ? centerX : centerY }
    func size(along axis: FollowCamera.Axis) -> Double { axis == .horizontal ? width : height }

    /// This box, moved and stretched along an axis.
    func moved(to center: Double, size: Double, along axis: FollowCamera.Axis) -> SubjectBox {
        axis == .horizontal
            ? SubjectBox(x: center - size / 2, y: y, width: size, height: height)
            : SubjectBox(x: x, y: center - size / 2, width: width, height: size)
    }

    func union(_ other: SubjectBox) -> SubjectBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return SubjectBox(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}
