public import FFmpegKit
public import MediaModel

/// How x264 is run at each latency: one row each, printed by `tatecast doctor`.
///
/// x264's named presets aren't on the Pareto front: the first of these rows of `superfast` costs three quarters of
/// `veryfast`'s CPU at a better quality per bit. docs/benchmarks.md has the figures and the command that measures them.
public struct EncoderRow: Hashable, Sendable {
    public let latency: LatencyMode
    /// x264's named starting point.
    public let preset: String
    /// What differs from it.
    public let parameters: String
    /// Pictures sent after a picture until its packet comes out, at most: with one thread and `force-cfr`, the
    /// larger of look-ahead and B pictures.
    public let delay: Int

    // All rows spend their CPU on half-pel and quarter-pel refinement (subme=2) and bits where eyes and SSIM want them
    // (aq-mode=2), not on trellis: for the same CPU that is 0.3 to 0.4 dB more.
    public static let table = [
        // Choosing the B pictures one by one (b-adapt=1) gains 0.01 dB for a tenth of the CPU; a look-ahead of 20
        // gains 0.03 dB and costs 25 MB in three rungs.
        EncoderRow(
            latency: .normal, preset: "superfast",
            parameters: "mbtree=1:force-cfr=1:aq-mode=2:subme=2:rc-lookahead=16:bframes=3:b-adapt=0", delay: 16),
        // Three B pictures with a look-ahead of three would be worse than none.
        EncoderRow(
            latency: .low, preset: "superfast",
            parameters: "mbtree=1:force-cfr=1:aq-mode=2:subme=2:rc-lookahead=3:bframes=1", delay: 3),
        EncoderRow(
            latency: .ultra, preset: "superfast",
            parameters: "mbtree=0:force-cfr=1:aq-mode=2:subme=2:rc-lookahead=0:bframes=0:sync-lookahead=0", delay: 0),
    ]

    public static func row(_ latency: LatencyMode) -> EncoderRow {
        guard let row = table.first(where: { $0.latency == latency }) else {
            preconditionFailure("the table has a row for every latency")
        }
        return row
    }

    /// The same row for a machine that can't keep up: a third less work at a quality that is seen to be less.
    ///
    /// Only how x264 searches differs, so that the parameter sets, and with them the init segment, are the same to the
    /// byte. ``RungEncoder`` makes sure of that before it begins.
    public var cheap: EncoderRow {
        EncoderRow(
            latency: latency, preset: preset,
            parameters: parameters.replacing("subme=2", with: "subme=0") + ":me=dia:partitions=none:trellis=0",
            delay: delay)
    }

    /// The encoder of a rung.
    ///
    /// - Parameter keyInterval: In pictures: the length of a segment.
    public func settings(for rung: Rung, frameRate: FrameRate, keyInterval: Int) -> VideoEncoder.Settings {
        // Two slices, as a second frame thread would delay each picture by one.
        let isLarge = rung.size.area > 720 * 1280
        return VideoEncoder.Settings(
            size: rung.size, frameRate: frameRate, bitRate: rung.bitRate,
            // A decoder buffer of a second and a half: the peak of a segment stays within a quarter of the average,
            // and a player that chose a rung by its BANDWIDTH isn't surprised.
            peakBitRate: rung.bitRate * 5 / 4, bufferSize: rung.bitRate * 3 / 2, keyInterval: keyInterval,
            preset: preset, parameters: isLarge ? parameters + ":sliced-threads=1" : parameters,
            threadCount: isLarge ? 2 : 1)
    }
}
