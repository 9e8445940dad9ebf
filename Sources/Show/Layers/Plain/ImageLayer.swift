/// A picture: a logo, a banner. Fitted into the box, in its own shape; animated if it is.
public struct ImageLayer: LayerDescriptor {
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

extension ImageLayer {
    public static var standard: ImageLayer { ImageLayer(image: ImageFile(path: "")) }
    public static var summary: String {
        "A picture: a logo, a banner. Fitted into the box, in its own shape; animated if it is."
    }
    public var layer: Layer { .image(self) }

    public var textColors: [TextColors] { [] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.image("image", &image, "What is shown")
        keys.number("opacity", &opacity, in: 0...1, "0 is unseen")
    }
}
