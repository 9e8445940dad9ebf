public import HLS
public import MediaModel
public import Show

/// Which pictures of a show to make.
public struct SnapshotOptions: Sendable {
    /// What lies below the overlays.
    public enum Backdrop: Hashable, Sendable {
        /// A media file's path.
        case file(String)
        /// The same colour everywhere; its alpha doesn't count.
        case color(Color)
    }

    public var backdrop: Backdrop
    public var preset: Preset
    public var timeline: EventTimeline
    /// Where the pictures are that events name; `nil`: events can't name any.
    public var pictureFolder: String?
    /// Instants of the show, in any order; each stands for the first tick at or after it, as an event's instant does.
    public var instants: [MediaTime]
    /// Who finds what a crop follows, where the preset follows.
    public var eyes = FollowEyes()
    /// The wall-clock time of the show's first picture.
    public var start: ProgramDateTime

    /// The latest instant, in seconds: a day.
    public static let latestInstant: Int64 = 86_400

    public init(
        backdrop: Backdrop, preset: Preset, timeline: EventTimeline = EventTimeline(), pictureFolder: String? = nil,
        instants: [MediaTime], start: ProgramDateTime
    ) {
        (self.backdrop, self.preset, self.timeline) = (backdrop, preset, timeline)
        (self.pictureFolder, self.instants, self.start) = (pictureFolder, instants, start)
    }

    /// The tick that an instant stands for.
    public func tick(of instant: MediaTime) -> Int { preset.canvas.frameRate.tick(atOrAfter: instant) }
}
