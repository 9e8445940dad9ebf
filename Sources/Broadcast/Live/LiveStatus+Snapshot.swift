public import HLS
public import Loudness
public import MediaModel
public import Show

extension LiveStatus {
    /// All that is known, at one instant. Each part is written by one thread, but for what events count (``LiveStatus/note(_:)``).
    public struct Snapshot: Sendable {
        // MARK: The programme, by the composer

        /// What viewers see of the source.
        public var source = SourceState.waiting
        /// Ticks shown.
        public var ticks = 0
        /// Of them, composed more than 100 ms late.
        public var lateTicks = 0
        /// How far behind its schedule the last tick was, in nanoseconds.
        public var lateness: Int64 = 0
        /// How long before its own time a tick is composed, as the source allows it, in nanoseconds.
        public var lead: Int64 = 0
        /// Source pictures that no tick showed.
        public var droppedPictures = 0
        /// Ticks that got the canvas of the one before, as an encoder was half a second behind.
        public var repeatedCanvases = 0
        /// How often a step was taken, or taken back.
        public var overloadSteps = 0
        /// What is left out now, for want of CPU.
        public var overload = OverloadStep.none
        /// How often each step was taken; none if it never was.
        public var overloads: [OverloadStep: Int] = [:]

        /// How the crop follows; `nil` if it never has.
        public var follow: FollowStatus?

        // MARK: The show, by its thread

        /// When the first picture is shown; `nil` before that is known.
        public var start: WallTime?
        /// The earliest start that the playlists can name: after what an earlier run of the broadcast has listed.
        var earliestStart: ProgramDateTime?
        public var hearts = 0
        public var events = 0
        public var refusedEvents = 0

        // MARK: The source, by whoever reads and decodes it

        /// Publications or connections, one after the other.
        public var sources = 0
        /// Those of them that are a file's, which somebody has had go on elsewhere.
        public var seeks = 0
        /// The source in a word or two, e.g. its address and codec.
        public var sourceName = ""
        /// How long a file is, in nanoseconds; `nil` for other sources.
        public var sourceDuration: Int64?
        /// How far a file has been read, in nanoseconds from its start.
        public var sourcePosition: Int64 = 0
        /// Of the source's pictures, as decoded; `nil` before the first.
        public var size: PixelSize?
        /// Source pictures, decoded.
        public var pictures = 0
        /// Packets that no decoder had room for.
        public var skippedPackets = 0
        /// Bytes that have come from the source.
        public var bytes = 0
        /// How long before its tick the last packet came, in nanoseconds.
        public var bufferedTime: Int64 = 0
        /// By how much sound is heard after the pictures it belongs to, in nanoseconds; before them, if negative.
        public var audioOffset: Int64 = 0
        /// How loud the programme is, and what is done about it; `nil` where its sound is left as it comes.
        public var sound: SoundLevels?
        /// Its closed captions, by the composer; `nil` until it has said something in them.
        public var closedCaptions: ClosedCaptionStatus?
        /// How often the source's clock had to be set anew.
        public var clockJumps = 0
        /// From the first key picture's arrival to the canvas, of the source that is on now, in nanoseconds.
        public var firstPicture: Int64?
        var firstKey: Int64?

        // MARK: What is kept of it

        /// Whole segments of the first rendition.
        public var segments = 0
        /// Files that couldn't be written.
        public var failedWrites = 0
        /// Of what is kept elsewhere; `nil` where nothing is.
        public var upload: UploadCounters?
        /// Files that the source's packets are kept in.
        public var recordedFiles = 0
        /// Bytes of packets in them.
        public var recordedBytes = 0
        /// Packets that were to be kept, and are lost.
        public var unrecordedPackets = 0
    }
}

extension LiveStatus.Snapshot {
    /// The instant of a media time as the playlists have it in EXT-X-PROGRAM-DATE-TIME; `nil` before the programme begins.
    public func programDateTime(of time: MediaTime) -> ProgramDateTime? {
        guard let start else { return nil }
        // As a timeline begins: on a whole millisecond, and never before what an earlier run has listed.
        let own = ProgramDateTime(millisecondsSince1970: start.microseconds / 1_000)
        return max(own, earliestStart ?? own).advanced(by: time)
    }
}
