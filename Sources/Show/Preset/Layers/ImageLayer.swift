/// A picture: a logo, a banner. Fitted into the box, in its own shape; animated if it is.
public struct ImageLayer: BoxedLayer {
    public static let standardBox = LayerBox(name: "image", anchor: .topRight, width: 20)

    public var box: LayerBox
    public var image: ImageFile
    /// From 0 (unseen) to 1.
    public var opacity: Double

    public init(box: LayerBox = Self.standardBox, image: ImageFile, opacity: Double = 1) {
        self.box = box
        self.image = image
        self.opacity = opacity
    }
}
