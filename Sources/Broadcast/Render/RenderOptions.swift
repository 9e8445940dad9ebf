public import HLS
public import Show
public import MediaModel

/// What to render, and where to.
public struct RenderOptions: Sendable {
    /// A media file's path.
    public var input: String
    public var preset: Preset
    public var timeline: EventTimeline
    /// Where the pictures are that events name; `nil`: events can't name any.
    public var pictureFolder: String?
    /// The folder for the show.
    public var output: String
    /// One MP4 file of the top rung as well; `nil` for none.
    public var movie: String?
    /// The uncompressed canvas as well; `nil` for none.
    public var rawCanvas: String?
    /// Whether to replace what is there.
    public var overwrites: Bool
    /// The most to render; `nil` for all.
    public var maximumDuration: MediaTime?
    /// Whether viewers may listen without pictures. TV apps must not offer that.
    public var hasAudioOnlyVariant: Bool
    /// The wall-clock time of the first picture.
    public var start: ProgramDateTime

    public init(
        input: String, preset: Preset = Preset(), timeline: EventTimeline = EventTimeline(),
        pictureFolder: String? = nil, output: String,
        movie: String? = nil, rawCanvas: String? = nil, overwrites: Bool = false, maximumDuration: MediaTime? = nil,
        hasAudioOnlyVariant: Bool = true, start: ProgramDateTime
    ) {
        self.input = input
        self.preset = preset
        self.timeline = timeline
        self.pictureFolder = pictureFolder
        self.output = output
        self.movie = movie
        self.rawCanvas = rawCanvas
        self.overwrites = overwrites
        self.maximumDuration = maximumDuration
        self.hasAudioOnlyVariant = hasAudioOnlyVariant
        self.start = start
    }
}
