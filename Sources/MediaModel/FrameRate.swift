/// The programme's pictures per second: the rate of its clock.
///
/// Whole rates only: at 25, 30, 50 and 60 a few pictures last exactly as long as a few AAC frames, so
/// audio and video can be cut at the same instants for ever. A source of any other rate is fitted to one of these.
public struct FrameRate: Hashable, Sendable {
    public let framesPerSecond: Int

    public init?(framesPerSecond: Int) {
        guard Self.supported.contains(framesPerSecond) else { return nil }
        self.framesPerSecond = framesPerSecond
    }

    private init(_ framesPerSecond: Int) { self.framesPerSecond = framesPerSecond }

    public static let supported = [25, 30, 50, 60]
    public static let fps25 = FrameRate(25)
    public static let fps30 = FrameRate(30)
    public static let fps50 = FrameRate(50)
    public static let fps60 = FrameRate(60)

    /// When output picture `tick` is shown.
    public func time(ofTick tick: Int) -> MediaTime { MediaTime(Int64(tick), timescale: Int64(framesPerSecond)) }

    /// The first tick at or after `time`.
    public func tick(atOrAfter time: MediaTime) -> Int {
        Int(time.ticks(timescale: Int64(framesPerSecond), rounding: .up))
    }

    /// The tick nearest to `time`.
    public func tick(nearest time: MediaTime) -> Int {
        Int(time.ticks(timescale: Int64(framesPerSecond), rounding: .nearest))
    }
}
