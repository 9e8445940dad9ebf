public import MediaModel

/// An instant by the calendar and the clock on the wall, in microseconds since 1970-01-01T00:00:00Z.
public struct WallTime: Hashable, Sendable, Comparable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static func < (left: WallTime, right: WallTime) -> Bool { left.microseconds < right.microseconds }

    /// The media time of this instant in a programme whose picture 0 was shown at `start`; negative before that.
    public func mediaTime(startedAt start: WallTime) -> MediaTime { .microseconds(microseconds - start.microseconds) }

    /// The instant at which a picture is shown.
    ///
    /// - Parameter start: When picture 0 was shown.
    public init(ofTick tick: Int, frameRate: FrameRate, startedAt start: WallTime) {
        let elapsed = frameRate.time(ofTick: tick).ticks(timescale: 1_000_000, rounding: .nearest)
        self.init(microseconds: start.microseconds + elapsed)
    }
}
