public import MediaModel

/// Viewers' hearts, rising from a corner, and how many there have been.
public struct HeartsLayer: LayerDescriptor {
    public static let standardBox = LayerBox(
        name: "hearts", anchor: .bottomRight, inset: Inset(horizontal: 5, vertical: 14),
        style: LayerStyle(plate: .rgb(0, alpha: 0x99)))

    public enum Icon: String, CaseIterable, Sendable {
        case heart, star, sparkle
    }

    /// A picture that rises in the hearts' place when an event asks for it by name: a presenter's bear.
    public struct Stamp: Hashable, Sendable {
        /// Unlike those of the ``Icon``s.
        public var name: String
        public var image: ImageFile

        public init(name: String, image: ImageFile) {
            (self.name, self.image) = (name, image)
        }
    }

    /// The anchor is the corner or edge that the hearts rise from, the style the counter's. Width and height aren't used.
    public var box = Self.standardBox
    /// Taken in turn by events that name no icon.
    public var icons = [Icon.heart]
    public var stamps: [Stamp] = []
    public var colors: [Color] = [
        .rgb(0xff_4d6d), .rgb(0xff_8fa3), .rgb(0xff_b3c1), .rgb(0xf7_2585), .rgb(0xff_d166),
    ]
    /// The smallest and the largest heart, in percent of the canvas' width.
    public var smallest = 5.0
    public var largest = 9.0
    /// How far they rise, in percent of the canvas' height.
    public var rise = 42.0
    /// How far they sway to each side, in percent of the canvas' width.
    public var sway = 5.0
    /// How long one lives.
    public var lifetime = MediaTime.milliseconds(2_800)
    /// The most on screen at once; 1 to 500. More than that only count.
    public var maximum = 120
    /// Whether the running total is shown beside the corner.
    public var counter = true
}

extension HeartsLayer {
    public static var standard: HeartsLayer { HeartsLayer() }
    public static var summary: String { "Viewers' hearts, rising from a corner, and how many there have been." }
    public var layer: Layer { .hearts(self) }

    // Their column is as wide and high as they sway and rise; what changes is a number.
    public static var unusedBoxKeys: [String] { ["slot", "width", "height", "change"] }
    public static var presence: LayerPresence { .overAll }
    public var textColors: [TextColors] {
        counter ? [TextColors("the counter's figures", "color", on: .flatPlate) { $0.color }] : []
    }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.choices("icons", &icons, of: 1...16, "Taken in turn")
        let empty = Stamp(name: "", image: ImageFile(path: ""))
        var names = Icon.allCases.map(\.rawValue)
        keys.maps("stamps", &stamps, of: 0...8, over: empty, "Pictures that events ask for by name") { keys, stamp in
            keys.text("name", &stamp.name, upTo: 64, isRequired: true, "What events call it")
            keys.image("image", &stamp.image, "What rises")
            if !stamp.name.isEmpty, names.contains(stamp.name) {
                keys.report("another icon is named \(quoted(stamp.name))", at: "name")
            }
            names.append(stamp.name)
        }
        keys.colors("colors", &colors, of: 1...16, "Taken in turn")
        keys.percent("smallest", &smallest, in: 1...30, "The smallest heart, of the canvas' width")
        keys.percent("largest", &largest, in: 1...30, "The largest heart, of the canvas' width")
        keys.percent("rise", &rise, in: 5...100, "How far they rise, of the canvas' height")
        keys.percent("sway", &sway, in: 0...30, "How far they sway to each side, of the canvas' width")
        keys.duration("lifetime", &lifetime, inMilliseconds: 500...10_000, "How long one lives")
        keys.integer("maximum", &maximum, in: 1...500, "The most on screen at once; more than that only count")
        keys.flag("counter", &counter, "Whether the running total is shown")
        if smallest > largest {
            keys.report(
                "smallest is \(plainText(of: smallest))%, more than largest, \(plainText(of: largest))%",
                at: "smallest", "largest")
        }
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.count("hearts", show.hearts.total, "All that were sent, drawn or not.")
    }
}
