import MediaModel
public import Typeset

extension Bitmap {
    /// The picture brought to a size; whatever it is drawn for, it is scaled once.
    public func scaled(_ fit: PictureFit) -> Bitmap {
        Resampler(fit, source: size).bitmap(of: pixels, sourceWidth: size.width)
    }
}
