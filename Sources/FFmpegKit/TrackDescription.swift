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

        /// The instant of a tick in nanoseconds, or `nil` if it lies more than three years from 0.
        ///
        /// A hostile file may claim any tick and any time base, so source times have one bounded unit from here on.
        public func nanoseconds(of ticks: Int64) -> Int64? {
            let (scaled, overflow) = ticks.multipliedReportingOverflow(by: numerator)
            guard !overflow else { return nil }
            // Bounded in whole seconds first, as the division below traps on a quotient beyond 64 bits.
            guard scaled.magnitude / denominator.magnitude < Self.limitInSeconds else { return nil }
            return denominator.dividingFullWidth(scaled.multipliedFullWidth(by: 1_000_000_000)).quotient
        }

        private static let limitInSeconds: UInt64 = 100_000_000

        static let nanosecond = TimeBase(numerator: 1, denominator: 1_000_000_000)
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
        /// The Dolby Vision profile, if the pictures' colours can't be shown without Dolby's own processing; `nil` otherwise.
        public let closedDolbyVisionProfile: Int?
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
    /// The first presentation time, in nanoseconds; `nil` if unknown.
    public let startTime: Int64?
    /// In nanoseconds; `nil` if unknown.
    public let duration: Int64?
    public let kind: Kind
}
