/// Text that stays as it is: a shop's name, a rule of the game.
public struct TextLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "text", anchor: .top, style: LayerStyle(plate: .rgb(0, alpha: 0xa6)))

    /// Leading is the left, but the right where the text is written from right to left.
    public enum Alignment: String, CaseIterable, Sendable {
        case leading, center, trailing
    }

    public var box: LayerBox
    public var text: String
    public var alignment: Alignment
    /// The most lines it may take; 1 to 6.
    public var lines: Int

    public init(box: LayerBox = Self.standardBox, text: String, alignment: Alignment = .center, lines: Int = 2) {
        self.box = box
        self.text = text
        self.alignment = alignment
        self.lines = lines
    }
}
