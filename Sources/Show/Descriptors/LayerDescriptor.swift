public import MediaModel

/// One type of layer, in one place: what a preset may say of it, what its text stands on, what an example of it shows, and what
/// players and the control API are told.
///
/// A new type of layer is a struct of this protocol in a folder of its own, with its content, its event and what that does to the
/// stage beside it; a case in ``Layer``; and a layer builder in Overlay. Whoever reads, describes or checks layers asks the
/// descriptor, so that nothing else has to be changed.
public protocol LayerDescriptor: Hashable, Sendable {
    /// What a preset gets that names the type and nothing else.
    static var standard: Self { get }
    /// One sentence for the reference of presets.
    static var summary: String { get }
    /// Keys of the box that mean nothing to this type.
    static var unusedBoxKeys: [String] { get }
    /// How layers of this type come and go, as far as checks care.
    static var presence: LayerPresence { get }
    /// The CLASS of the date range that tells players of it, without its prefix; `nil` where viewers have nothing to act on.
    static var playerSubject: String? { get }

    var box: LayerBox { get set }
    /// The layer with its type's name.
    var layer: Layer { get }

    /// Goes through the keys of its own, in the order of the reference.
    mutating func visit(_ keys: inout some PresetKeys)

    /// What it writes on which ground.
    var textColors: [TextColors] { get }

    /// Puts an example of what it shows into a show.
    func addExample(to show: inout ExampleShow)

    /// What players are told while viewers can act on it; `nil` for nothing.
    static func playerFacts(of show: ShowState) -> [PlayerFact]?
    /// Writes what the control API tells of it.
    static func report(_ show: ShowState, to report: inout some ShowReport)
    /// What the preview page offers besides, to try the layer with.
    static func previewButtons(_ show: ShowState, locale: String) -> [PreviewButton]
}

extension LayerDescriptor {
    public static var standardBox: LayerBox { standard.box }
    public static var unusedBoxKeys: [String] { [] }
    public static var presence: LayerPresence { .lasting }
    public static var playerSubject: String? { nil }
    public var textColors: [TextColors] { [.onPlate(scale: 1)] }
    public mutating func visit(_ keys: inout some PresetKeys) {}
    public func addExample(to show: inout ExampleShow) {}
    public static func playerFacts(of show: ShowState) -> [PlayerFact]? { nil }
    public static func report(_ show: ShowState, to report: inout some ShowReport) {}
    public static func previewButtons(_ show: ShowState, locale: String) -> [PreviewButton] { [] }
}

/// How layers of a type come and go.
public enum LayerPresence: Sendable {
    /// It stands where it stands.
    case lasting
    /// It comes for a moment, when an event says so.
    case momentary
    /// It is meant to lie over others, or to cover all of them.
    case overAll
}

/// A colour of a layer's text and the ground behind it, as WCAG judges contrast.
public struct TextColors: Sendable {
    public enum Ground: Hashable, Sendable {
        /// The style's plate with both ends of its gradient, over whatever the picture is.
        case plate
        /// The same, laid over black.
        case opaquePlate
        /// The plate's colour alone, without gradient and outline.
        case flatPlate
        case accent
    }

    /// What is written, for a sentence: `text on its plate`.
    public let what: String
    /// The keys of the style that have the text's colour and the ground's.
    public let textKey, groundKey: String
    public let color: @Sendable (LayerStyle) -> Color
    public let ground: Ground
    /// The size of the smallest such text, against the style's.
    public let scale: Double

    public init(
        _ what: String, _ textKey: String, on ground: Ground, scale: Double = 1,
        color: @escaping @Sendable (LayerStyle) -> Color
    ) {
        self.what = what
        self.textKey = textKey
        groundKey = ground == .accent ? "accent" : "plate"
        self.color = color
        self.ground = ground
        self.scale = scale
    }

    public static func onPlate(scale: Double) -> TextColors {
        TextColors("text on its plate", "color", on: .plate, scale: scale) { $0.color }
    }

    public static func onAccent(_ what: String) -> TextColors {
        TextColors(what, "accentText", on: .accent) { $0.accentText }
    }
}

/// A button of the preview page, which sends an event.
public struct PreviewButton: Hashable, Sendable {
    public let label: String
    /// The event, as JSON.
    public let event: String

    public init(_ label: String, _ event: String) { (self.label, self.event) = (label, event) }
}
