public import MediaModel

/// What a container says about one of its tracks. Hints, not promises: pictures may turn out otherwise.
public struct TrackDescription: Sendable {
    /// How many ticks a second, as the fraction of a second that one tick lasts.
    public struct TimeBase: Hashable, Sendable {
        public let numerator, denominator: Int64

        public init(numerator: Int64, denominator: Int64) {
            precondition(numerator > 0 && denominator > 0, "a time base of \(numerator)/\(denominator)")
            (self.numerator, self.denominator) = (numerator, denominator)
        }

        /// The instant of a tick.
        public func time(of ticks: Int64) -> MediaTime {
            // A hostile file may claim any tick; no clip lasts 9 000 years.
            MediaTime(ticks.multipliedReportingOverflow(by: numerator).partialValue, timescale: denominator)
        }
    }

    public enum Kind: Sendable {
        case video(Video)
        case audio(Audio)
    }

    public struct Video: Sendable {
        /// As coded, before any rotation.
        public let size: PixelSize
        /// Pictures a second, by the container's average; `nil` if it doesn't know.
        public let averageRate: (numerator: Int, denominator: Int)?
        public let color: ColorDescription
        /// How to turn the coded picture upright.
        public let orientation: Orientation
    }

    public struct Audio: Sendable {
        public let sampleRate: Int
        public let channelCount: Int
    }

    /// The track's number in its container.
    public let index: Int
    /// FFmpeg's name of the codec, e.g. `h264`.
    public let codecName: String
    public let timeBase: TimeBase
    /// The first presentation time, in ticks of `timeBase`; `nil` if unknown.
    public let startTime: Int64?
    /// `nil` if unknown.
    public let duration: MediaTime?
    public let kind: Kind
}
