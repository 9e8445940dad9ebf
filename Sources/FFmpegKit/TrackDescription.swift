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
        /// The pictures' size as they are coded, before any rotation.
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
    /// How long the track lasts, in nanoseconds; `nil` if unknown.
    public let duration: Int64?
    public let kind: Kind
    /// What else tells which of several tracks is meant.
    public let signs: Signs

    public struct Signs: Hashable, Sendable {
        /// The four characters that the container calls the codec by, e.g. `avc1`; `nil` if it has none.
        public var fourCC: String?
        /// Whether a decoder needs a key that nobody here has.
        public var isEncrypted = false
        /// Whether the container has it played where nobody chooses; in MP4, whether the track is enabled.
        public var isDefault = false
        /// Whether it is for some people alone (a commentary, a description), or a part of another.
        public var isSpecial = false
        /// Pictures or packets, as far as the container's index has them; `nil` without an index.
        public var packetCount: Int?
        /// Bits a second, by the container; 0 if it doesn't know.
        public var bitRate: Int64 = 0
        /// When the last sample of the index is decoded, in nanoseconds; `nil` unless the index has every one.
        public var lastIndexedTime: Int64?
        /// Whether all bytes that the index names are there.
        public var isWhole = true
    }

    /// What it is coded as, for a sentence: `'apac'`, or FFmpeg's name with the four characters.
    public var codecWords: String {
        let tag = signs.fourCC.map { "'\($0)'" }
        guard !["unknown", "none", "unknown_codec"].contains(codecName) else { return tag ?? "of an unknown kind" }
        return tag.map { "\(codecName) (\($0))" } ?? codecName
    }
}
