import Access

/// What those who control a programme may take of the process.
public struct ControlLimits: Sendable {
    /// So many a second, and so many at once after a pause.
    public struct Rate: Sendable {
        public var perSecond: Double
        public var burst: Double

        public init(perSecond: Double, burst: Double) { (self.perSecond, self.burst) = (perSecond, burst) }

        var limiter: RateLimiter { RateLimiter(perSecond: perSecond, burst: burst, now: .zero) }
    }

    /// Of events' bodies, in bytes.
    public var eventByteCount = 1 << 20
    public var eventCount = 10_000
    /// Of a preset, in bytes: more than any has.
    public var presetByteCount = 256 << 10
    /// Of settings, in bytes.
    public var settingByteCount = 4_096
    /// For a request's whole body.
    public var bodyTimeout = Duration.seconds(10)
    /// Requests with the control token: an orchestrator asks some times a second; a fault of its own must not stop the show.
    public var control = Rate(perSecond: 2_000, burst: 4_000)
    /// Requests with the audience token: a chat bridge that sends each message by itself.
    public var audience = Rate(perSecond: 2_000, burst: 2_000)
    /// Events with the audience token.
    public var audienceEvents = Rate(perSecond: 30_000, burst: 60_000)
    /// Requests that had no right token.
    public var strangers = Rate(perSecond: 20, burst: 100)
    /// Those who listen to `/v1/events` at the same time.
    public var listeners = 32
    /// Messages that a listener may lag behind by before it is dropped.
    public var listenerLag = 256
    /// From one sign of life to listeners to the next.
    public var heartbeat = Duration.seconds(15)
    /// Snapshots and presets that are made at the same time: each takes a core for a tenth of a second.
    public var heavyRequests = 2

    public init() {}
}
