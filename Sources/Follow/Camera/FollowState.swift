/// What the camera does on a tick: for `/v1/state`, metrics, plots and previews.
public struct FollowState: Hashable, Sendable {
    /// The names are those of `/v1/state` and of paths.
    public enum Motion: String, CaseIterable, Codable, Sendable {
        /// The window stands still, or comes to rest, with a subject in its zone.
        case hold
        case moving
        /// Nothing has been found for half a second or longer.
        case lost
    }

    /// What it follows; `nil`: nothing that it knows of.
    public var kind: Subject.Kind?
    public var motion = Motion.lost
    /// The window's middle, in shares of the source.
    public var center: Double
    /// In window widths a second; more than 0 to the right, or downwards.
    public var speed = 0.0
    /// How far the subject's middle may be from the window's before it moves, in shares of the source.
    public var zone = 0.0
    /// What it follows, where that is on this tick's picture; the union of several. `nil`: nothing that it knows of.
    public var subject: SubjectBox?
    /// Whether a producer holds it at a place.
    public var isLocked = false
    /// Whether the window jumped on this tick.
    public var jumped = false
    /// How often it has begun to move.
    public var moves = 0
    /// How many cuts of the source it has met.
    public var cuts = 0

    /// Of a camera that knows of nothing yet.
    public init(center: Double) { self.center = center }
}
