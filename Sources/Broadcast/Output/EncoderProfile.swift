public import FFmpegKit
public import HLS
public import MediaModel

/// An encoder of pictures, and how it is run at each latency: printed by `tatecast doctor`.
///
/// Today's one is ``x264``. Another codec or a hardware encoder is another value: nothing but this type knows FFmpeg's name
/// of an encoder or one of its options.
public struct EncoderProfile: Hashable, Sendable {
    /// How the encoder is run at one latency.
    public struct Mode: Hashable, Sendable {
        public let latency: LatencyMode
        /// The encoder's named starting point.
        public let preset: String
        /// What differs from it.
        public let parameters: Options
        /// Pictures sent after a picture until its packet comes out, at most: with one thread and `force-cfr`, the
        /// larger of look-ahead and B pictures.
        public let delay: Int
    }

    /// A mode for a few pictures at a time, as at a clip's edges: the same parameter sets with less look-ahead, which is most of an
    /// encoder's memory.
    package func modeForFewPictures(_ mode: Mode) -> Mode {
        guard mode.delay > Self.shortLookAhead else { return mode }
        return Mode(
            latency: mode.latency, preset: mode.preset,
            parameters: mode.parameters.overridden(by: ["rc-lookahead": "\(Self.shortLookAhead)"]),
            delay: Self.shortLookAhead)
    }

    /// In pictures; more than the B pictures in a row.
    private static let shortLookAhead = 5

    /// What the pictures are coded as.
    let codec: Rendition.Codec
    /// FFmpeg's name of the encoder.
    let encoder: String
    /// What FFmpeg is told at each latency.
    let options: Options
    /// Which of FFmpeg's options carries the encoder's own ``Mode/parameters``.
    let parametersOption: String
    /// What the encoder is told in each mode, before that mode's own.
    let commonParameters: Options
    /// How it is run at each latency.
    public let modes: [Mode]
    /// What differs from each mode on a machine that can't keep up. `nil` where that would make other parameter sets: players
    /// have one init segment for the whole broadcast, so whatever encoder takes over must fit it. ``RungEncoder`` makes sure of
    /// that before it begins.
    let reduction: Options?

    func mode(_ latency: LatencyMode) -> Mode {
        guard let mode = modes.first(where: { $0.latency == latency }) else {
            preconditionFailure("the table has a row for every latency")
        }
        return mode
    }

    /// How a rung is encoded. A segment is as long as the key interval.
    public func encoding(of rung: Rung, _ mode: Mode, _ grid: PartGrid) -> RungEncoding {
        // Two slices, as a second frame thread would delay each picture by one.
        let isLarge = rung.size.area > 720 * 1280
        func settings(_ parameters: Options) -> VideoEncoder.Settings {
            let parameters = isLarge ? parameters.overridden(by: ["sliced-threads": "1"]) : parameters
            return VideoEncoder.Settings(
                size: rung.size, frameRate: grid.frameRate,
                // A decoder buffer of a second and a half: the peak of a segment stays within a quarter of the average,
                // and a player that chose a rung by its BANDWIDTH isn't surprised.
                rate: .init(average: rung.bitRate, peak: rung.bitRate * 5 / 4, bufferSize: rung.bitRate * 3 / 2),
                keyInterval: grid.framesPerSegment, encoder: encoder,
                options: options.overridden(by: ["preset": mode.preset, parametersOption: parameters.text]),
                threadCount: isLarge ? 2 : 1)
        }
        let parameters = commonParameters.overridden(by: mode.parameters)
        return RungEncoding(
            rung: rung, codec: codec, usual: settings(parameters),
            reduced: reduction.map { settings(parameters.overridden(by: $0)) })
    }
}

extension EncoderProfile {
    /// H.264 by x264.
    ///
    /// x264's named presets aren't on the Pareto front: the first of these modes of `superfast` costs three quarters of
    /// `veryfast`'s CPU at a better quality per bit. docs/benchmarks.md has the figures and the command that measures them.
    ///
    /// All modes spend their CPU on half-pel and quarter-pel refinement (subme=2) and bits where eyes and SSIM want them
    /// (aq-mode=2), not on trellis: for the same CPU that is 0.3 to 0.4 dB more.
    public static let x264 = EncoderProfile(
        codec: .avc, encoder: "libx264",
        // Asked-for key pictures are IDR pictures: a segment may be the first that a player sees.
        options: ["profile": "high", "forced-idr": "1"],
        parametersOption: "x264-params", commonParameters: ["scenecut": "0", "open-gop": "0"],
        modes: [
            // Choosing the B pictures one by one (b-adapt=1) gains 0.01 dB for a tenth of the CPU; a look-ahead of 20
            // gains 0.03 dB and costs 25 MB in three rungs.
            Mode(
                latency: .normal, preset: "superfast",
                parameters: [
                    "mbtree": "1", "force-cfr": "1", "aq-mode": "2", "subme": "2", "rc-lookahead": "16", "bframes": "3",
                    "b-adapt": "0",
                ], delay: 16),
            // Three B pictures with a look-ahead of three would be worse than none.
            Mode(
                latency: .low, preset: "superfast",
                parameters: [
                    "mbtree": "1", "force-cfr": "1", "aq-mode": "2", "subme": "2", "rc-lookahead": "3", "bframes": "1",
                ], delay: 3),
            Mode(
                latency: .ultra, preset: "superfast",
                parameters: [
                    "mbtree": "0", "force-cfr": "1", "aq-mode": "2", "subme": "2", "rc-lookahead": "0", "bframes": "0",
                    "sync-lookahead": "0",
                ], delay: 0),
        ],
        // A third less work. Only how x264 searches differs, so the parameter sets are the same to the byte.
        reduction: ["subme": "0", "me": "dia", "partitions": "none", "trellis": "0"])
}
