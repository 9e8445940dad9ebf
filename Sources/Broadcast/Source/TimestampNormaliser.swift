/// Makes one steady timeline of a source's timestamps, which may start anywhere, jump, and go back.
///
/// Each track has an *epoch*: what is added to its times. A track whose decoding time leaves the expected by
/// more than a clip can mean gets a new one, so that it goes on where it was. A jump hits all tracks, but not
/// between the same packets: the track that follows takes over the epoch of the one that jumped first, and so sound
/// and picture stay together to the nanosecond.
///
/// All times are in nanoseconds. Pure: the same packets give the same answers.
struct TimestampNormaliser: Sendable {
    static let longestGap = TimeTrust.longestGap
    /// B pictures and coarse clocks make times go back a little; more is a jump.
    static let longestStepBack: Int64 = 500_000_000
    /// A track may begin this much after the first; later than that, its times are another clock's.
    static let latestStart: Int64 = 60_000_000_000
    /// How near to the expected time another track's epoch must bring this one, to be its own.
    static let sameJump: Int64 = 1_000_000_000

    private struct Track {
        var epoch: Int64
        /// When the next packet is due; `nil` before the first.
        var expected: Int64?
    }

    private var tracks: [Int: Track]
    private let trust: TimeTrust
    /// Those made by jumps, the latest first.
    private var epochs: [Int64] = []
    /// How often a timeline broke.
    private(set) var jumps = 0

    /// - Parameters:
    ///   - starts: The first presentation time of each track by its number; `nil` if the container doesn't know.
    ///   - trust: How far the container's times are believed.
    init(starts: [Int: Int64?], trust: TimeTrust = .none) {
        self.trust = trust
        let zero = starts.values.compactMap(\.self).min() ?? 0
        tracks = starts.mapValues { start in
            let isNear = (start ?? zero) - zero <= Self.latestStart(trust, start ?? zero)
            return Track(epoch: isNear ? -zero : -(start ?? 0), expected: nil)
        }
    }

    /// Within the mending of a track's last packet: what to add to the times of one that is only decoded, and may lie anywhere.
    func offset(hiddenOn number: Int) -> Int64 { tracks[number]?.epoch ?? 0 }

    /// Whether a picture of a presentation time may wait for others so long after it was decoded, both by the container.
    func isPlausible(presentation: Int64, decoding: Int64) -> Bool {
        abs(presentation - decoding) <= trust.longestGap(before: presentation)
    }

    /// Takes the next packet of a track, in decoding order, and returns what to add to its times.
    ///
    /// - Parameters:
    ///   - time: Its decoding time (or its presentation time, if it has no other).
    ///   - duration: 0 if unknown.
    mutating func offset(track number: Int, time: Int64, duration: Int64) -> Int64 {
        guard var track = tracks[number] else { return 0 }
        let expected = track.expected ?? start(time, track.epoch, not: number)
        let longest = epochs.contains(track.epoch) ? Self.longestGap : trust.longestGap(before: time)
        if !isPlausible(time + track.epoch, after: expected, longest), !isAccepted(time, track.epoch, not: number) {
            if let shared = epochs.first(where: { abs(time + $0 - expected) <= Self.sameJump }) {
                track.epoch = shared
            } else {
                track.epoch = expected - time
                epochs.insert(track.epoch, at: 0)
                epochs.removeLast(max(0, epochs.count - 8))
                jumps += 1
            }
        } else if let latest = epochs.first, time + track.epoch - expected > Self.sameJump,
            abs(time + latest - expected) <= Self.sameJump
        {
            // A jump that is just short enough here to be a gap, and wasn't for the track before.
            track.epoch = latest
        }
        track.expected = time + track.epoch + max(0, min(duration, Self.longestGap))
        tracks[number] = track
        return track.epoch
    }

    /// When a track's first packet is due: when it says so, unless that can't be, as nobody would wait so long.
    private func start(_ ownTime: Int64, _ epoch: Int64, not number: Int) -> Int64 {
        let time = ownTime + epoch
        let latest = Self.latestStart(trust, ownTime)
        let reached = tracks.filter { $0.key != number }.values.compactMap(\.expected).max() ?? 0
        let isNear = time >= -Self.latestStart && time <= max(latest, reached + Self.longestGap)
        return isNear ? time : max(0, reached)
    }

    /// Whether another track on the same clock is there already, for which the same step was just short enough to be
    /// a gap: then it is one here as well.
    private func isAccepted(_ time: Int64, _ epoch: Int64, not number: Int) -> Bool {
        tracks.contains { key, other in
            guard key != number, other.epoch == epoch, let expected = other.expected else { return false }
            return abs(time + epoch - expected) <= Self.sameJump
        }
    }

    private func isPlausible(_ time: Int64, after expected: Int64, _ longest: Int64) -> Bool {
        // Where times are believed, they are backwards too: Matroska's first packets have no decoding time, and its durations are
        // an average.
        let longestBack = longest > Self.longestGap ? longest : Self.longestStepBack
        return time >= expected - longestBack && time <= expected + longest
    }

    private static func latestStart(_ trust: TimeTrust, _ time: Int64) -> Int64 {
        max(latestStart, trust.longestGap(before: time))
    }
}
