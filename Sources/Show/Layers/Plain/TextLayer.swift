/// Text that stays as it is: a shop's name, a rule of the game.
public struct TextLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "text", anchor: .top, style: LayerStyle(plate: .rgb(0, alpha: 0xa6)))

    /// Leading is the left, but the right where the text is written from right to left.
    public enum Alignment: String, CaseIterable, Sendable {
        case leading, center, trailing
    }

    public var box: LayerBox
    public var text: LocalizedText
    public var alignment: Alignment
    /// The most lines it may take; 1 to 6.
    public var lines: Int

    public init(box: LayerBox = Self.standardBox, text: LocalizedText, alignment: Alignment = .center, lines: Int = 2) {
        self.box = box
        self.text = text
        self.alignment = alignment
        self.lines = lines
    }
}

extension TextLayer {
    public static var standard: TextLayer { TextLayer(text: "") }
    public static var summary: String { "Text that stays as it is: a shop's name, a rule of the game." }
    public var layer: Layer { .text(self) }

    public var textColors: [TextColors] { [.onPlate(scale: 1.2)] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.localizedText("text", &text, upTo: 200, "What it says")
        keys.choice("align", &alignment, "Leading is the left, but the right where it is written from right to left")
        keys.integer("lines", &lines, in: 1...6, "The most it may take")
    }
}
