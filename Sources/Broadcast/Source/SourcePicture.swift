import Captions
import ColorMapping
import FFmpegKit
import MediaModel
import Reframe

/// A source's picture as the composer wants it: upright, 4:2:0, and of BT.709 in limited range, or with what makes it so.
struct SourcePicture: Sendable {
    let frame: SharedFrame
    /// What makes BT.709 of the part of it that is shown, at that moment: of HDR, and of wide colours. `nil`: it is so already.
    var colors: ColorTable?
    let sampleAspectRatio: ReframeGeometry.SampleAspectRatio
    /// When to show it: nanoseconds since the programme's start.
    let time: Int64
    /// Closed captions that came with it; none, mostly.
    var captions: [ClosedCaptionPair] = []
    /// Counts up where what was said before isn't continued: after a gap, or when somebody else sends.
    var stretch = 0
    /// How the coded picture was turned.
    var orientation = Orientation.upright
}
