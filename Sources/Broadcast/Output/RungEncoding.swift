import FFmpegKit
import MediaModel

/// How one rung's pictures are encoded.
struct RungEncoding: Hashable, Sendable {
    let rung: Rung
    let codec: EncoderProfile.Codec
    let usual: VideoEncoder.Settings
    /// For a machine that can't keep up; `nil` where the encoder has no such form.
    let reduced: VideoEncoder.Settings?
}
