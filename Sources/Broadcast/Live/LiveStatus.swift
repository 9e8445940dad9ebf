public import HLS
public import MediaModel
public import Prometheus
public import Show
import Synchronization

/// How a live programme is doing: written by its threads, looked at from anywhere. What `/v1/state` and `/metrics` tell is here, and nothing
/// of how the programme is made.
public final class LiveStatus: Sendable {
    /// What the programme shows of its source.
    public enum SourceState: String, Codable, Sendable {
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

    private let state = Mutex(Snapshot())
    private let showState = Mutex(ShowState(start: nil))
    private let presetState = Mutex<Preset?>(nil)

    let latency = LatencyMeter()
    /// From a part's last picture on the canvas to the part before viewers.
    let partLatency = LatencyMeter()
    private let uploadSource = Mutex<(@Sendable () -> UploadCounters)?>(nil)
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

    package func add(_ gauges: [MetricSource]) { gaugeList.withLock { $0 += gauges } }

    public var snapshot: Snapshot {
        var now = state.withLock { $0 }
        now.upload = uploadSource.withLock { $0 }?()
        return now
    }

    /// Shows an upload in the state and the metrics.
    ///
    /// - Parameter counters: Called whenever somebody looks, on any thread.
    public func watch(upload counters: @escaping @Sendable () -> UploadCounters) {
        uploadSource.withLock { $0 = counters }
        add(MetricSource.upload(counters))
    }

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

    /// Counts what has happened.
    func note(_ event: BroadcastEvent) {
        state.withLock { state in
            switch event {
            case .source(let source, _): state.source = source
            case .overload(let before, let step, _):
                state.overloadSteps += 1
                if step > before { state.overloads[step, default: 0] += 1 }
                state.overload = step
            case .disk: state.failedWrites += 1
            case .segment: state.segments += 1
            case .committed(let count, let hearts, _, _):
                state.events += count
                state.hearts += hearts
            case .refused: state.refusedEvents += 1
            case .ready, .takeover, .upload, .preset, .destinationUp, .destinationDown, .clip, .warning, .finished:
                break
            }
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

    func noteArrival(_ kind: TrackKind, bytes: Int, lead: Int64, jumps: Int) {
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
