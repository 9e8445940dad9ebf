public import Captions
public import HLS
public import Show
public import MediaModel

/// What to render, and where to.
public struct RenderOptions: Sendable {
    /// A media file's path.
    public var input: String
    public var preset: Preset
    public var timeline: EventTimeline
    /// What files say, in order of their beginnings. Their languages are the preset's.
    public var captions: [Caption] = []
    /// Where the pictures are that events name; `nil`: events can't name any.
    public var pictureFolder: String?
    /// The folder for the show.
    public var output: String
    /// One MP4 file of the top rung as well; `nil` for none.
    public var movie: String?
    /// The uncompressed canvas as well; `nil` for none.
    public var rawCanvas: String?
    /// Whether to replace what is there.
    public var overwrites: Bool = false
    /// The most to render; `nil` for all.
    public var maximumDuration: MediaTime?
    /// Whether viewers may listen without pictures. TV apps must not offer that.
    public var hasAudioOnlyVariant: Bool = true
    /// Who finds what a crop follows, where the preset follows.
    public var eyes = FollowEyes()
    /// The wall-clock time of the first picture.
    public var start: ProgramDateTime

    /// The rest is as most renders have it.
    public init(
        input: String, preset: Preset = Preset(), timeline: EventTimeline = EventTimeline(), output: String,
        start: ProgramDateTime
    ) {
        (self.input, self.preset, self.timeline) = (input, preset, timeline)
        (self.output, self.start) = (output, start)
    }
}
