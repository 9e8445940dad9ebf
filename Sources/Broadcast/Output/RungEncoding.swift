public import FFmpegKit
import HLS
import MediaModel

/// How one rung's pictures are encoded.
public struct RungEncoding: Hashable, Sendable {
    let rung: Rung
    let codec: Rendition.Codec
    /// What the encoder is opened with.
    public let usual: VideoEncoder.Settings
    /// Likewise, with less work at a quality that is seen to be less; `nil` where the encoder has no such form.
    let reduced: VideoEncoder.Settings?
}
