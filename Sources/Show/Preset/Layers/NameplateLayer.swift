import MediaModel

/// Who is selling.
public struct NameplateLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "nameplate", anchor: .topLeft, width: 50,
        enter: LayerAnimation(kind: .slideLeft, duration: .milliseconds(400)),
        style: LayerStyle(plate: .rgb(0, alpha: 0xa6)))

    public var box: LayerBox
    /// Who it is until an event says otherwise; `nil` for nobody.
    public var nameplate: Nameplate?

    public init(box: LayerBox = Self.standardBox, nameplate: Nameplate? = nil) {
        (self.box, self.nameplate) = (box, nameplate)
    }
}
