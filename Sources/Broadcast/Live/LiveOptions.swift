public import MediaModel
public import Show

/// What to broadcast, and where to.
public struct LiveOptions: Sendable {
    public var preset: Preset
    /// Those whose time is known beforehand; all have it.
    public var events: [LiveEvent]
    /// Where the pictures are that events name; `nil`: events can't name any.
    public var pictureFolder: String?
    /// The folder for the show; `nil` to keep none of it on the disk.
    public var output: String?
    /// How late a packet may come and still be shown in time, in nanoseconds.
    public var jitterBuffer: Int64
    /// By how much the sound is moved, in nanoseconds: positive if it comes too early.
    public var audioDelay: Int64
    /// Whether the programme is silent whatever the source sends.
    public var isMuted: Bool
    /// Whether the programme begins with the source's first picture, rather than at once on the slate.
    public var startsWithSource: Bool
    /// Whether it ends when the source does.
    public var endsWithSource: Bool
    /// The most to broadcast; `nil`: until somebody stops it.
    public var maximumDuration: MediaTime?
    /// How much of the show a viewer can go back.
    public var window: MediaTime
    /// Whether all of it stays on the disk, and becomes a show of its own at the end.
    public var records: Bool
    public var hasAudioOnlyVariant: Bool
    /// How long pictures alone may pause while sound comes, in nanoseconds, before the slate covers the last one; `nil`: as long as they
    /// like.
    public var longestPicturePause: Int64?
    /// Where the source's packets are kept as they come; `nil`: nowhere.
    public var sourceRecording: SourceRecordingFile?

    public init(
        preset: Preset, events: [LiveEvent] = [], pictureFolder: String? = nil, output: String?,
        jitterBuffer: Int64 = 100_000_000, audioDelay: Int64 = 0, isMuted: Bool = false,
        startsWithSource: Bool = false, endsWithSource: Bool = false, maximumDuration: MediaTime? = nil,
        window: MediaTime = .seconds(60), records: Bool = false, hasAudioOnlyVariant: Bool = true,
        sourceRecording: SourceRecordingFile? = nil, longestPicturePause: Int64? = nil
    ) {
        self.preset = preset
        self.events = events.enumerated().sorted { left, right in
            let (first, second) = (left.element.event.mediaTime ?? .zero, right.element.event.mediaTime ?? .zero)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
        self.pictureFolder = pictureFolder
        self.output = output
        self.jitterBuffer = jitterBuffer
        self.audioDelay = audioDelay
        self.isMuted = isMuted
        self.startsWithSource = startsWithSource
        self.endsWithSource = endsWithSource
        self.maximumDuration = maximumDuration
        self.window = window
        self.records = records
        self.hasAudioOnlyVariant = hasAudioOnlyVariant
        self.sourceRecording = sourceRecording
        self.longestPicturePause = longestPicturePause
    }
}
