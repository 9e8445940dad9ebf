import FFmpegKit
import Reframe

/// A source's picture as the composer wants it: upright, 8-bit 4:2:0, BT.709, limited range.
struct SourcePicture: Sendable {
    let frame: SharedFrame
    let sampleAspectRatio: ReframeGeometry.SampleAspectRatio
    /// When to show it: nanoseconds since the programme's start.
    let time: Int64
}
