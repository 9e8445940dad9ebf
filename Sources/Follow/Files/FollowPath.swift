/// What the camera did, tick by tick: what `tatecast follow CLIP` writes and plots.
public struct FollowPath: Hashable, Sendable {
    /// One tick.
    public struct Point: Hashable, Sendable {
        /// Of the picture, in nanoseconds since the programme's start.
        public var time: Int64
        public var state: FollowState
        /// Whether the source cuts to another shot on this tick.
        public var isCut: Bool

        public init(time: Int64, state: FollowState, isCut: Bool) {
            (self.time, self.state, self.isCut) = (time, state, isCut)
        }
    }

    public let axis: FollowCamera.Axis
    /// The window's size, in shares of the source along the axis.
    public let window: Double
    /// In the order of their times.
    public private(set) var points: [Point] = []

    public init(axis: FollowCamera.Axis, window: Double) { (self.axis, self.window) = (axis, min(max(window, 0), 1)) }

    /// A camera's path, which begins.
    public init(_ settings: FollowCamera.Settings) { self.init(axis: settings.axis, window: settings.share) }

    /// Adds what the camera says of a tick.
    ///
    /// - Precondition: Ticks come in their order.
    public mutating func append(_ state: FollowState, at time: Int64) {
        precondition(points.last.map { $0.time < time } ?? true)
        let cuts = points.last?.state.cuts ?? 0
        points.append(Point(time: time, state: state, isCut: state.cuts > cuts))
    }

    /// One JSON object a line, in the order of the ticks:
    ///
    ///     {"time":1.2,"center":0.62,"speed":0.41,"motion":"moving","zone":0.05,"kind":"face","subject":{"x":0.6,…}}
    ///
    /// `time` is in seconds, `center`, `zone` and `subject` are in shares of the source, `speed` in window widths a second. `kind` and
    /// `subject` are there while somebody is known; `cut`, `jump` and `locked` where they are true.
    public var ndjson: String { points.map { Self.line($0) + "\n" }.joined() }

    /// One tick, without the line's end.
    public static func line(_ point: Point) -> String {
        let state = point.state
        var members = [
            "\"time\":\(seconds(point.time))", "\"center\":\(decimal(state.center, digits: 6))",
            "\"speed\":\(decimal(state.speed, digits: 4))", "\"motion\":\"\(state.motion.rawValue)\"",
            "\"zone\":\(decimal(state.zone))",
        ]
        if let kind = state.kind { members.append("\"kind\":\"\(kind.rawValue)\"") }
        if let box = state.subject {
            members.append(
                "\"subject\":{\"x\":\(decimal(box.x)),\"y\":\(decimal(box.y)),"
                    + "\"width\":\(decimal(box.width)),\"height\":\(decimal(box.height))}")
        }
        if point.isCut { members.append("\"cut\":true") }
        if state.jumped { members.append("\"jump\":true") }
        if state.isLocked { members.append("\"locked\":true") }
        return "{\(members.joined(separator: ","))}"
    }
}
