public import MediaModel

/// The time that is left until a sale, or in a round of work or rest.
public struct CountdownLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "countdown", anchor: .top, width: 50,
        style: LayerStyle(
            plate: .rgb(0x11_1827, alpha: 0xe6), accent: .rgb(0xfa_cc15), accentText: .rgb(0x11_1827), radius: 3))

    /// How its label and its digits stand.
    public enum Layout: String, CaseIterable, Sendable {
        /// The label above the digits.
        case stacked
        /// The label before the digits, on one line where both fit.
        case row
    }

    public var box: LayerBox
    public var layout: Layout
    /// In the last seconds it is shown in the accent colours.
    public var urgentBelow: MediaTime
    /// How long zero stays.
    public var zeroFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, layout: Layout = .stacked, urgentBelow: MediaTime = .seconds(10),
        zeroFor: MediaTime = .seconds(3)
    ) {
        self.box = box
        self.layout = layout
        self.urgentBelow = urgentBelow
        self.zeroFor = zeroFor
    }
}
