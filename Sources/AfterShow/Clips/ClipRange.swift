public import Broadcast
public import MediaModel

/// The pictures of a clip, as ticks of the recording: from the first one shown at or after its beginning up to its end.
public struct ClipRange: Hashable, Sendable {
    public let ticks: Range<Int>
    public let frameRate: FrameRate

    /// The longest clip, in seconds; longer ones are recordings.
    public static let maximumSeconds: Int64 = 4 * 3_600

    /// - Throws: ``JobError`` if no picture is in it, or more than ``maximumSeconds``.
    public init(from: MediaTime, to: MediaTime, frameRate: FrameRate) throws(JobError) {
        // Times are told in microseconds, so a picture's own time may lie just before or after it.
        let grace = MediaTime(1, timescale: 1_000_000)
        let first = max(0, frameRate.tick(atOrAfter: from - grace))
        let end = frameRate.tick(atOrAfter: to - grace)
        guard first < end else {
            throw JobError(
                .usage, "from \(ClipTime.text(from)) to \(ClipTime.text(to)) there is no picture: the end must be later"
            )
        }
        guard to - from <= .seconds(Self.maximumSeconds) else {
            throw JobError(
                .usage, "from \(ClipTime.text(from)) to \(ClipTime.text(to)) is longer than a clip may be, four hours")
        }
        (ticks, self.frameRate) = (first..<end, frameRate)
    }

    public var start: MediaTime { frameRate.time(ofTick: ticks.lowerBound) }
    public var end: MediaTime { frameRate.time(ofTick: ticks.upperBound) }
    public var duration: MediaTime { frameRate.time(ofTick: ticks.count) }

    /// Those of 48 kHz sound that are heard with the pictures.
    var samples: Range<Int64> {
        func sample(_ time: MediaTime) -> Int64 { time.ticks(timescale: 48_000, rounding: .nearest) }
        return sample(start)..<sample(end)
    }
}
