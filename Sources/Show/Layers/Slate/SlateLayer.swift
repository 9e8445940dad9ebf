import MediaModel

/// A picture over all of the canvas: the show is about to start, is interrupted, or is over.
///
/// Belongs last in the list, in front of all others.
public struct SlateLayer: LayerDescriptor {
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

extension SlateLayer {
    public static var standard: SlateLayer { SlateLayer() }
    public static var summary: String {
        "A picture over all of the canvas: the show is about to start, is interrupted, or is over. It belongs last in the list."
    }
    public var layer: Layer { .slate(self) }

    public static var unusedBoxKeys: [String] { ["slot", "change"] }
    public static var presence: LayerPresence { .overAll }
    /// No picture shows through it, and its words are half as large again.
    public var textColors: [TextColors] {
        [TextColors("words on its ground", "color", on: .opaquePlate, scale: 1.5) { $0.color }]
    }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.image("image", &image, "Over the plate, filling the canvas")
        keys.map(
            "initial", &initial, over: Slate(.backSoon), named: nil, "Shown from the first picture on"
        ) { keys, slate in
            keys.choice("kind", &slate.kind, isRequired: true, "Why the show isn't seen")
            keys.localizedText("text", &slate.text, upTo: 80, "In place of the kind's own words")
            keys.end(
                "until", &slate.until, inMilliseconds: 1_000...86_400_000,
                "When it goes: after a time, or at an instant")
        }
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("slate", show.slate.current) { report, run in
            report.choice("kind", run.slate.kind)
            report.text("text", run.slate.text)
            report.instant("end", tick: run.end)
        }
    }
}
