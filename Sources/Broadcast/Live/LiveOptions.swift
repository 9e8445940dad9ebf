public import Captions
public import MediaModel
public import Show

/// What to broadcast, and where to.
public struct LiveOptions: Sendable {
    public var preset: Preset
    /// Those whose time is known beforehand; all have it.
    public var events: [LiveEvent]
    /// What files say, in order of their beginnings. Their languages are the preset's.
    public var captions: [Caption] = []
    /// Where the pictures are that events name; `nil`: events can't name any.
    public var pictureFolder: String?
    /// The folder for the show; `nil` to keep none of it on the disk.
    public var output: String?
    /// Another folder that the broadcast's process keeps something in, alone; `nil` for none.
    public var state: String?
    /// How late a packet may come and still be shown in time, in nanoseconds.
    public var jitterBuffer: Int64 = 100_000_000
    /// By how much the sound is moved, in nanoseconds: positive if it comes too early.
    public var audioDelay: Int64 = 0
    /// Whether the programme is silent whatever the source sends.
    public var isMuted: Bool = false
    /// Whether the programme begins with the source's first picture, rather than at once on the slate.
    public var startsWithSource: Bool = false
    /// Whether it ends when the source does.
    public var endsWithSource: Bool = false
    /// The most to broadcast; `nil`: until somebody stops it.
    public var maximumDuration: MediaTime?
    /// How much of the show a viewer can go back.
    public var window: MediaTime = .seconds(60)
    /// Whether all of it stays on the disk, and becomes a show of its own at the end.
    public var records: Bool = false
    public var hasAudioOnlyVariant: Bool = true
    /// How long pictures alone may pause while sound comes, in nanoseconds, before the slate covers the last one; `nil`: as long as they
    /// like.
    public var longestPicturePause: Int64?
    /// Where else the show is kept, beside the folder.
    package var stores: [any SegmentStore] = []
    /// Where the source's packets are kept as they come; `nil`: nowhere.
    public var sourceRecording: SourceRecordingFile?

    /// Who finds what a crop follows, while the preset follows.
    public var eyes = FollowEyes()
    /// How far ahead of its tick each picture is looked at, in nanoseconds; a part of the jitter buffer. 0 where the broadcast doesn't
    /// begin with a crop that follows: its delay stays what it is.
    var lookAhead: Int64 = 0

    /// The rest is as most broadcasts have it.
    public init(preset: Preset, events: [LiveEvent] = [], output: String?) {
        self.preset = preset
        self.events = events.enumerated().sorted { left, right in
            let (first, second) = (left.element.event.mediaTime ?? .zero, right.element.event.mediaTime ?? .zero)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
        self.output = output
    }
}
