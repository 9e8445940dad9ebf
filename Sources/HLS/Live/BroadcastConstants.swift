public import MediaModel

/// What no playlist of a broadcast may ever change, and all of them share.
///
/// Apple's players stop for good at a playlist whose PART-TARGET or PART-HOLD-BACK differs from the last one's
/// ("illegal PART-HOLD-BACK change", MediaMTX's issue 6237). So these aren't measured from parts: they follow from
/// where the broadcast is cut, which is known before it starts, and there is no other way to make them.
public struct BroadcastConstants: Hashable, Sendable {
    public let grid: PartGrid

    public init(grid: PartGrid) { self.grid = grid }

    /// EXT-X-TARGETDURATION in seconds.
    public var targetDuration: Int { grid.targetDuration }

    /// PART-TARGET: the longest part and a margin, in whole microseconds.
    ///
    /// Parts may be no longer, and each must come within this time after the last (RFC 8216bis 4.4.4.9, 6.2.1): that is what
    /// the margin is for. It is half a frame; where parts of audio are longer, as at `ultra`, a quarter of an AAC frame
    /// at least. No part may be shorter than 85 % of it: ours have 90 % at least.
    public var partTarget: MediaTime {
        let frames = grid.framesPerPart
        let video = MediaTime(Int64(2 * frames + 1), timescale: Int64(2 * grid.frameRate.framesPerSecond))
        let longest = (0..<grid.partsPerSegment).map { grid.audioFrame(ofPart: $0 + 1) - grid.audioFrame(ofPart: $0) }
        let audio = MediaTime(
            Int64((4 * (longest.max() ?? 0) + 1) * PartGrid.samplesPerAudioFrame),
            timescale: Int64(4 * PartGrid.audioSampleRate))
        // Up: three times the written number must not be more than PART-HOLD-BACK.
        return .microseconds(max(video, audio).ticks(timescale: 1_000_000, rounding: .up))
    }

    /// PART-HOLD-BACK: three times the part target, which 4.4.3.8 recommends and Apple's rules demand.
    public var partHoldBack: MediaTime { partTarget + partTarget + partTarget }

    /// HOLD-BACK: three target durations, the least that 4.4.3.8 allows.
    public var holdBack: MediaTime { targetDurations(3) }

    /// CAN-SKIP-UNTIL: six target durations, the least that 4.4.3.8 allows.
    public var skipBoundary: MediaTime { targetDurations(6) }

    /// How long a reload may wait before it is answered with 503 (6.2.5.2).
    public var reloadDeadline: MediaTime { targetDurations(3) }

    /// ``reloadDeadline``, which lasts whole seconds.
    public var reloadDeadlineInSeconds: Int { Int(reloadDeadline.ticks(timescale: 1, rounding: .nearest)) }

    /// How many parts beyond the last one a reload may ask for: those of three seconds (6.2.5.2: the Advance Part
    /// Limit; three if parts last a second or more).
    public var advancePartLimit: Int {
        let target = partTarget.ticks(timescale: 1_000_000, rounding: .nearest)
        return target >= 1_000_000 ? 3 : Int((3_000_000 + target - 1) / target)
    }

    /// How far from a playlist's end parts stay listed, and how long they can be had after that (4.4.4.9).
    public var partLifetime: MediaTime { targetDurations(3) }

    /// The shortest live window: a playlist must never be shorter (6.2.2).
    public var shortestWindow: MediaTime { targetDurations(3) }

    /// The fewest segments of a live playlist (Apple's rule 8.11).
    public var fewestSegments: Int { 6 }

    private func targetDurations(_ count: Int) -> MediaTime { .seconds(Int64(count * targetDuration)) }
}

// MARK: - Headers

extension BroadcastConstants {
    /// The same in all live playlists, those of I-frames included (6.2.4).
    private var serverControl: ServerControl {
        ServerControl(canBlockReload: true, canSkipUntil: skipBoundary, holdBack: holdBack, partHoldBack: partHoldBack)
    }

    /// Of a rendition's live playlist.
    ///
    /// - Parameter isDelta: Whether it has EXT-X-SKIP, which alone needs version 9 (section 8); no version may be higher
    ///   than its tags need (6.2.1).
    public func liveHeader(isDelta: Bool = false) -> MediaPlaylist.Header {
        MediaPlaylist.Header(
            targetDuration: targetDuration, kind: nil, serverControl: serverControl, partTarget: partTarget,
            version: isDelta ? 9 : nil)
    }

    /// Of a live playlist of I-frames. It has no parts (4.4.4.9).
    public func liveIFrameHeader(isDelta: Bool = false) -> MediaPlaylist.Header {
        MediaPlaylist.Header(
            targetDuration: targetDuration, kind: nil, hasIFramesOnly: true, serverControl: serverControl,
            version: isDelta ? 9 : nil)
    }

    /// Of a rendition's playlist on disk: any file server can serve it.
    public var plainHeader: MediaPlaylist.Header { MediaPlaylist.Header(targetDuration: targetDuration, kind: nil) }

    /// Of a finished recording.
    public var recordingHeader: MediaPlaylist.Header {
        MediaPlaylist.Header(targetDuration: targetDuration, kind: .videoOnDemand)
    }

    /// Of a playlist of I-frames on disk, while the broadcast lasts.
    public var plainIFrameHeader: MediaPlaylist.Header {
        MediaPlaylist.Header(targetDuration: targetDuration, kind: nil, hasIFramesOnly: true)
    }

    /// Of a finished recording's playlist of I-frames.
    public var recordingIFrameHeader: MediaPlaylist.Header {
        MediaPlaylist.Header(targetDuration: targetDuration, kind: .videoOnDemand, hasIFramesOnly: true)
    }
}
