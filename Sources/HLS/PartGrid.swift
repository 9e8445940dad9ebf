public import MediaModel

/// Where a broadcast is cut: into parts, and parts into segments.
///
/// Audio can only be cut between AAC frames of 1024 samples. The grid is chosen so that every *segment* lasts a whole
/// number of both video and AAC frames: the two tracks are cut at the very same instants for ever. Its parts do so too
/// at `normal` and `low`; at `ultra` and 30 or 60 fps, every second part.
///
/// All arithmetic is in integers, so nothing drifts.
public struct PartGrid: Hashable, Sendable {
    /// Samples in one AAC-LC frame (ISO 14496-3).
    public static let samplesPerAudioFrame = 1024

    /// The programme's audio samples per second.
    public static let audioSampleRate = 48_000

    public let frameRate: FrameRate
    public let framesPerPart: Int
    public let partsPerSegment: Int

    /// The grid of a broadcast:
    ///
    /// | fps | normal, low | ultra |
    /// | --- | --- | --- |
    /// | 25 | 8 frames (15 AAC) × 5 = 1.6 s | 8 (15) × 6 = 1.92 s |
    /// | 30 | 16 (25) × 3 = 1.6 s | 8 (12½) × 8 = 2.13 s |
    /// | 50 | 16 (15) × 5 = 1.6 s | 16 (15) × 6 = 1.92 s |
    /// | 60 | 32 (25) × 3 = 1.6 s | 16 (12½) × 8 = 2.13 s |
    ///
    /// At 25 and 50 fps the 320 ms part is the shortest that fits both tracks, so `ultra` keeps it: a part of 160 ms
    /// would be less than many phones' round trip, which Apple's rule 14.2a forbids. `ultra` has longer segments since
    /// its encoder has no look-ahead, and so pays more for each IDR; they stay near 2 s (Apple's rule 1.13).
    public init(frameRate: FrameRate, latency: LatencyMode) {
        self.frameRate = frameRate
        switch (frameRate.framesPerSecond, latency) {
        case (25, .normal), (25, .low): (framesPerPart, partsPerSegment) = (8, 5)
        case (25, .ultra): (framesPerPart, partsPerSegment) = (8, 6)
        case (30, .normal), (30, .low): (framesPerPart, partsPerSegment) = (16, 3)
        case (30, .ultra): (framesPerPart, partsPerSegment) = (8, 8)
        case (50, .normal), (50, .low): (framesPerPart, partsPerSegment) = (16, 5)
        case (50, .ultra): (framesPerPart, partsPerSegment) = (16, 6)
        case (60, .normal), (60, .low): (framesPerPart, partsPerSegment) = (32, 3)
        case (60, .ultra): (framesPerPart, partsPerSegment) = (16, 8)
        default: preconditionFailure("no grid for \(frameRate.framesPerSecond) frames a second")
        }
    }

    public var framesPerSegment: Int { framesPerPart * partsPerSegment }

    /// AAC frames in a segment; always whole.
    public var audioFramesPerSegment: Int { audioFrame(ofPart: partsPerSegment) }

    public var partDuration: MediaTime { frameRate.time(ofTick: framesPerPart) }

    public var segmentDuration: MediaTime { frameRate.time(ofTick: framesPerSegment) }

    /// EXT-X-TARGETDURATION in seconds: no segment's duration, rounded to the nearest integer, may exceed it
    /// (RFC 8216bis 4.4.3.1).
    public var targetDuration: Int { max(1, Int(segmentDuration.ticks(timescale: 1, rounding: .nearest))) }
}

// MARK: - Cuts

extension PartGrid {
    /// The index of the first video frame of part `part`, counted from the programme's first part.
    public func videoFrame(ofPart part: Int) -> Int { part * framesPerPart }

    /// The index of the first AAC frame of part `part`: the cut meets the video's, or leads it by less than one AAC frame.
    ///
    /// It leads rather than follows, so that a part's video never waits for sound that the next part holds.
    public func audioFrame(ofPart part: Int) -> Int {
        precondition(part >= 0, "part \(part)")
        return videoFrame(ofPart: part) * Self.audioSampleRate
            / (frameRate.framesPerSecond * Self.samplesPerAudioFrame)
    }

    /// How long a part lasts in a rendition of this kind, counted as in ``audioFrame(ofPart:)``. Subtitles are cut with the pictures.
    public func duration(ofPart part: Int, of kind: Rendition.Kind) -> MediaTime {
        switch kind {
        case .video, .subtitles: partDuration
        case .audio:
            MediaTime(
                Int64((audioFrame(ofPart: part + 1) - audioFrame(ofPart: part)) * Self.samplesPerAudioFrame),
                timescale: Int64(Self.audioSampleRate))
        }
    }

    /// How many AAC frames belong to so many video frames: as cover them, but never a segment more than those have.
    public func audioFrame(coveringTicks end: Int) -> Int {
        let samples = Int(frameRate.time(ofTick: end).ticks(timescale: Int64(Self.audioSampleRate), rounding: .up))
        let covering = (samples + Self.samplesPerAudioFrame - 1) / Self.samplesPerAudioFrame
        let parts = (end + framesPerPart - 1) / framesPerPart
        return min(covering, audioFrame(ofPart: parts))
    }

    /// The index of the first video frame of a segment, counted from 0.
    public func videoFrame(ofSegment segment: Int) -> Int { videoFrame(ofPart: segment * partsPerSegment) }

    /// The index of the first AAC frame of a segment, counted from 0; its time is exactly the video's.
    public func audioFrame(ofSegment segment: Int) -> Int { audioFrame(ofPart: segment * partsPerSegment) }
}
