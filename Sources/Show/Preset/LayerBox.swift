import MediaModel

/// Where a layer stands, how large it may be, how it comes and goes, and its style: the same keys for all types.
public struct LayerBox: Hashable, Sendable {
    /// Names the layer in events; no two of a preset are alike. Its type's name unless the preset says otherwise.
    public var name: String
    public var anchor: Anchor
    public var inset = Inset(horizontal: 4, vertical: 2)
    /// What the anchor and the inset count from.
    public var within = Extent.safeArea
    /// Names a place that it shares with other layers of this slot, of which the one that came last is on screen; `nil`
    /// for a place of its own.
    public var slot: String?
    /// The most it may take, in percent of the canvas' width.
    public var width = 60.0
    /// The most it may take, in percent of the canvas' height; `nil` for what its content needs.
    public var height: Double?
    /// Whether it waits for an event to show it.
    public var isHidden = false
    /// How its content, or all of it, comes.
    public var enter = LayerAnimation(kind: .fade, duration: .milliseconds(300))
    /// How its content, or all of it, goes.
    public var exit = LayerAnimation(kind: .fade, duration: .milliseconds(200), easing: .easeIn)
    /// How its content becomes other content of the same kind: a product's new price, a poll's new bars.
    public var change = LayerAnimation(kind: .fade, duration: .milliseconds(200))
    public var style = LayerStyle()

    /// What a layer's place is measured against.
    public enum Extent: String, CaseIterable, Sendable {
        /// The preset's ``SafeArea``.
        case safeArea = "safe-area"
        case canvas
    }
}

extension LayerBox {
    /// Goes through its keys, but for those that mean nothing to a type of layer.
    public mutating func visit(_ keys: inout some PresetKeys, without unused: [String] = []) {
        let isUsed = { (key: String) in !unused.contains(key) }
        keys.text("name", &name, upTo: 64, "Names the layer in events; no two are alike")
        keys.choice("anchor", &anchor, "Where it stands")
        keys.inset("inset", &inset, "")
        keys.choice("within", &within, "What anchor and inset count from")
        if isUsed("slot") {
            keys.text(
                "slot", &slot, upTo: 64,
                "Layers with the same slot share their place: the one that came last is on screen")
        }
        if isUsed("width") { keys.percent("width", &width, in: 10...100, "The most it may take of the canvas' width") }
        if isUsed("height") {
            keys.percent("height", &height, in: 2...100, orZero: false, "The most it may take of the canvas' height")
        }
        keys.flag("hidden", &isHidden, "Whether it waits for an event to show it")
        keys.animation("enter", &enter, "How it comes")
        keys.animation("exit", &exit, "How it goes")
        if isUsed("change") { keys.animation("change", &change, "How its content becomes other content of its kind") }
        if isUsed("style") { keys.style("style", &style) }
    }
}

/// Where a layer's box sits.
public enum Anchor: String, CaseIterable, Sendable {
    case topLeft = "top-left"
    case top
    case topRight = "top-right"
    case left
    case center
    case right
    case bottomLeft = "bottom-left"
    case bottom
    case bottomRight = "bottom-right"
}

/// A layer's distance from the edges that its anchor names, in percent of the canvas' width and height.
public struct Inset: Hashable, Sendable {
    public var horizontal, vertical: Double

    public init(horizontal: Double, vertical: Double) {
        (self.horizontal, self.vertical) = (horizontal, vertical)
    }
}
