public import Follow
public import MediaModel

/// What following saw and did over a clip.
public struct FollowReport: Sendable {
    public struct Tick: Hashable, Sendable {
        /// In nanoseconds since the clip's start.
        public var time: Int64
        public var sight: FollowSight
    }

    /// The source's size, upright and with square samples: as viewers see it.
    public let size: PixelSize
    public let frameRate: FrameRate
    public internal(set) var ticks: [Tick] = []
    /// What was odd about the clip, a sentence each.
    public internal(set) var warnings: [String] = []

    /// All that was found, as a subject file holds it.
    public var track: SubjectTrack { SubjectTrack(ticks.flatMap(\.sight.news)) }

    /// What the camera did, for files and plots; `nil` for a clip of no ticks.
    public var path: FollowPath? {
        guard let first = ticks.first?.sight else { return nil }
        var path = FollowPath(axis: first.axis, window: first.size)
        for tick in ticks { path.append(tick.sight.state, at: tick.time) }
        return path
    }

    /// In seconds.
    public var duration: Double { frameRate.time(ofTick: ticks.count).seconds }

    /// How often a detector looked, cuts that nobody looked at not counted.
    public var lookCount: Int { ticks.reduce(0) { $0 + $1.sight.news.count { !$0.isCut || !$0.subjects.isEmpty } } }

    /// The share of ticks of which something holds, 0...1.
    public func share(_ holds: (FollowSight) -> Bool) -> Double {
        ticks.isEmpty ? 0 : Double(ticks.count { holds($0.sight) }) / Double(ticks.count)
    }

    public var jumpCount: Int { ticks.count { $0.sight.state.jumped } }
    public var moveCount: Int { ticks.last?.sight.state.moves ?? 0 }
    public var cutCount: Int { ticks.last?.sight.state.cuts ?? 0 }
    /// The most speed, in window widths a second.
    public var topSpeed: Double { ticks.map { abs($0.sight.state.speed) }.max() ?? 0 }
}
