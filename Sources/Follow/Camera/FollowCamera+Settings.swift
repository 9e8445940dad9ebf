public import Show

extension FollowCamera {
    /// The axis along which the window travels.
    public enum Axis: String, Sendable {
        case horizontal, vertical

        var other: Axis { self == .horizontal ? .vertical : .horizontal }
    }

    /// What the camera is made for.
    public struct Settings: Hashable, Sendable {
        public var preset: FollowPreset
        /// Where it starts and rests: the window's middle, in shares of the source along the axis.
        public var anchor: Double
        /// The window's size over the source's along the axis, more than 0. With 1 or more there is no room: the window stays in the middle.
        public var window: Double
        public var axis: Axis
        /// How far ahead of a tick findings are known, in nanoseconds. With 0 the camera goes by where subjects were.
        public var lookAhead: Int64
        /// A tick's length in nanoseconds.
        public var frameDuration: Int64

        public init(
            preset: FollowPreset, anchor: Double, window: Double, axis: Axis, lookAhead: Int64, frameDuration: Int64
        ) {
            (self.preset, self.anchor, self.window) = (preset, anchor, window)
            (self.axis, self.lookAhead, self.frameDuration) = (axis, lookAhead, frameDuration)
        }

        /// These, with the nearest sensible value for what makes no sense.
        var sane: Settings {
            var settings = self
            settings.anchor = anchor.isFinite ? anchor : 0.5
            settings.lookAhead = min(max(lookAhead, 0), 10_000_000_000)
            settings.frameDuration = min(max(frameDuration, 1), 1_000_000_000)
            return settings
        }

        /// The window's share of the source: 1 at most.
        var share: Double { window > 0 && window < 1 ? window : 1 }

        /// Where the window's middle may be without leaving the picture, in shares of the source.
        var pictureCenters: ClosedRange<Double> { share / 2...1 - share / 2 }

        /// Where the window's middle may be, in shares of the source: the window never leaves the region. In a region that is narrower
        /// than the window it stands as much in the middle as the picture lets it.
        var centers: ClosedRange<Double> {
            let (half, picture) = (share / 2, pictureCenters)
            let region = preset.region
            let (lower, upper) = (region.lowerBound + half, region.upperBound - half)
            guard lower < upper else {
                let middle = ((region.lowerBound + region.upperBound) / 2).clamped(to: picture)
                return middle...middle
            }
            return lower.clamped(to: picture)...upper.clamped(to: picture)
        }
    }
}

extension Double {
    func clamped(to range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
