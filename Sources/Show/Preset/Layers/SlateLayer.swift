import MediaModel

/// A picture over all of the canvas: the show is about to start, is interrupted, or is over.
///
/// Belongs last in the list, in front of all others.
public struct SlateLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "slate", anchor: .center, within: .canvas, width: 80,
        enter: LayerAnimation(kind: .fade, duration: .milliseconds(300)),
        style: LayerStyle(textSize: 3, plate: .rgb(0x11_1827), radius: 0, shadow: 0))

    /// The plate of the style fills the canvas; the text stands at the anchor.
    public var box: LayerBox
    /// Over the plate, filling the canvas.
    public var image: ImageFile?
    /// What is shown from the programme's first tick until an event changes it; `nil` for nothing.
    public var initial: Slate?

    public init(box: LayerBox = Self.standardBox, image: ImageFile? = nil, initial: Slate? = nil) {
        self.box = box
        self.image = image
        self.initial = initial
    }
}
