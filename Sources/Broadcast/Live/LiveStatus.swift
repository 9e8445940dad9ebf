public import HLS
public import MediaModel
public import Prometheus
public import Show
import Synchronization

/// How a live programme is doing: written by its threads, looked at from anywhere.
public final class LiveStatus: Sendable {
    /// What the programme shows of its source.
    public enum SourceState: String, Sendable {
        /// None has come yet.
        case waiting
        /// It is seen or heard. While its pictures alone pause, the last one stays.
        case live
        /// For a moment nothing came, neither picture nor sound: the last picture stays.
        case frozen
        /// Nothing comes, or no picture for longer than is allowed: the slate is shown.
        case slate
        case finished
    }

    /// All that is known, at one instant.
    public struct Snapshot: Sendable {
        public var source = SourceState.waiting
        /// When the first picture is shown; `nil` before that is known.
        public var start: WallTime?
        /// Of the source's pictures, as decoded; `nil` before the first.
        public var size: PixelSize?
        /// Ticks shown.
        public var ticks = 0
        /// Of them, composed more than 100 ms late.
        public var lateTicks = 0
        /// How far behind its schedule the last tick was, in nanoseconds.
        public var lateness: Int64 = 0
        /// How long before its own time a tick is composed, as the source allows it, in nanoseconds.
        public var lead: Int64 = 0
        /// Source pictures, decoded.
        public var pictures = 0
        /// Source pictures that no tick showed.
        public var droppedPictures = 0
        /// Packets that no decoder had room for.
        public var skippedPackets = 0
        /// Ticks that got the canvas of the one before, as an encoder was half a second behind.
        public var repeatedCanvases = 0
        /// Bytes that have come from the source.
        public var bytes = 0
        /// How long before its tick the last packet came, in nanoseconds.
        public var bufferedTime: Int64 = 0
        /// By how much sound is heard after the pictures it belongs to, in nanoseconds; before them, if negative.
        public var audioOffset: Int64 = 0
        /// How often the source's clock had to be set anew.
        public var clockJumps = 0
        /// How often a step was taken, or taken back.
        public var overloadSteps = 0
        /// What is left out now, for want of CPU.
        public var overload = OverloadStep.none
        /// How often each step was taken; none if it never was.
        public var overloads: [OverloadStep: Int] = [:]
        public var hearts = 0
        public var events = 0
        public var refusedEvents = 0
        public var segments = 0
        /// Files that couldn't be written.
        public var failedWrites = 0
        /// Files that the source's packets are kept in.
        public var recordedFiles = 0
        /// Bytes of packets in them.
        public var recordedBytes = 0
        /// Packets that were to be kept, and are lost.
        public var unrecordedPackets = 0
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
        /// From the first key picture's arrival to the canvas, of the source that is on now, in nanoseconds.
        public var firstPicture: Int64?
        var firstKey: Int64?
        /// The earliest start that the playlists can name: after what an earlier run of the broadcast has listed.
        var earliestStart: ProgramDateTime?
    }

    private let state = Mutex(Snapshot())
    private let showState = Mutex(ShowState())
    private let presetState = Mutex<Preset?>(nil)

    let pulse = SourcePulse()
    let latency = LatencyMeter()
    /// From a part's last picture on the canvas to the part before viewers.
    let partLatency = LatencyMeter()
    private let gaugeList = Mutex<[MetricSource]>([])

    public init() {}

    /// From a picture's arrival to the canvas, in milliseconds: what so much of all pictures took at most; `nil` before
    /// the first.
    public func pictureLatency(percentile share: Double) -> Int? { latency.percentile(share) }

    /// Likewise, from a part's last picture on the canvas until viewers can fetch the part.
    public func partLatency(percentile share: Double) -> Int? { partLatency.percentile(share) }

    /// All of them, in seconds.
    public var pictureLatencies: Distribution { latency.distribution }
    public var partLatencies: Distribution { partLatency.distribution }

    /// What there is to measure besides.
    public var gauges: [MetricSource] { gaugeList.withLock { $0 } }

    func add(_ gauges: [MetricSource]) { gaugeList.withLock { $0 += gauges } }

    public var snapshot: Snapshot { state.withLock { $0 } }

    /// The show as it was committed last.
    public var show: ShowState { showState.withLock { $0 } }

    func set(show: ShowState) {
        showState.withLock { $0 = show }
    }

    /// The preset that draws the show.
    public var preset: Preset? { presetState.withLock { $0 } }

    func set(preset: Preset) { presetState.withLock { $0 = preset } }

    /// The instant of a media time as the playlists have it in EXT-X-PROGRAM-DATE-TIME; `nil` before the programme begins.
    public func programDateTime(of time: MediaTime) -> ProgramDateTime? { snapshot.programDateTime(of: time) }

    func count(_ counter: WritableKeyPath<Snapshot, Int>, by count: Int = 1) {
        state.withLock { $0[keyPath: counter] += count }
    }

    func set<Value>(_ key: WritableKeyPath<Snapshot, Value>, _ value: Value) {
        state.withLock { $0[keyPath: key] = value }
    }

    /// An event was no event at all, or there was no room for it.
    public func countRefusedEvent() { count(\.refusedEvents) }

    /// A step was taken, or taken back.
    func change(to step: OverloadStep) {
        state.withLock { state in
            state.overloadSteps += 1
            if step > state.overload { state.overloads[step, default: 0] += 1 }
            state.overload = step
        }
    }

    /// A source's first key picture has come.
    func beginSource(at arrival: Int64) {
        state.withLock { state in
            state.firstKey = arrival
            state.firstPicture = nil
        }
    }

    /// A picture has been composed for the first time.
    func noteComposed(pictureAt time: Int64, at now: Int64) {
        latency.noteComposed(pictureAt: time, at: now)
        state.withLock { state in
            if let key = state.firstKey, state.firstPicture == nil { state.firstPicture = now - key }
        }
    }

    func noteArrival(_ kind: LiveFeeder.TrackKind, bytes: Int, lead: Int64, jumps: Int) {
        state.withLock { state in
            state.bytes += bytes
            state.clockJumps = jumps
            if kind == .video { state.bufferedTime = lead }
        }
    }

    func notePicture(size: PixelSize, time: Int64) {
        state.withLock { state in
            state.pictures += 1
            state.size = size
        }
    }

    func noteTick(lateness: Int64) {
        state.withLock { state in
            state.ticks += 1
            state.lateness = lateness
            if lateness > 100_000_000 { state.lateTicks += 1 }
        }
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
