import MediaModel

/// What those who join late have missed, in up to three short lines.
public struct RecapLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "recap", anchor: .topLeft, width: 64,
        enter: LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)),
        style: LayerStyle(plate: .rgb(0x06_4e3b, alpha: 0xe6), accent: .rgb(0x6e_e7b7), accentText: .rgb(0x06_4e3b)))

    public var box: LayerBox
    /// What it says until an event says otherwise; `nil` for nothing.
    public var recap: Recap?

    public init(box: LayerBox = Self.standardBox, recap: Recap? = nil) {
        (self.box, self.recap) = (box, recap)
    }
}
