import Follow
import FFmpegKit
import MediaModel
import Reframe
import Show

/// How much room the crop has in a source's pictures.
struct FollowRoom: Hashable {
    let axis: FollowCamera.Axis
    /// The crop's size over the source's, along the axis: 1 where there is no room.
    let window: Double
    /// Where the preset's anchor puts the crop's middle, in shares of the source.
    let anchor: Double

    init(_ picture: SourcePicture, _ preset: ReframePreset, canvas: PixelSize) {
        let geometry = ReframeGeometry(
            source: picture.frame.size, sampleAspectRatio: picture.sampleAspectRatio, canvas: canvas)
        let (crop, source) = (
            geometry.cropArea(horizontalAnchor: preset.horizontalAnchor, verticalAnchor: preset.verticalAnchor),
            geometry.source
        )
        axis = geometry.axis(of: crop.size) == .vertical ? .vertical : .horizontal
        let (start, length, whole) =
            axis == .horizontal ? (crop.x, crop.width, source.width) : (crop.y, crop.height, source.height)
        window = Double(length) / Double(whole)
        anchor = (Double(start) + Double(length) / 2) / Double(whole)
    }
}
