public import MediaModel

/// A question, its options, and how the viewers' votes stand.
public struct PollLayer: BoxedLayer {
    public static let standardBox = LayerBox(
        name: "poll", anchor: .top, width: 76,
        enter: LayerAnimation(kind: .slideUp, duration: .milliseconds(400)),
        style: LayerStyle(
            plate: .rgb(0x1e_1b4b, alpha: 0xe6), accent: .rgb(0xa5_b4fc), accentText: .rgb(0x1e_1b4b), radius: 3))

    /// What is written at each bar.
    public enum Figures: String, CaseIterable, Sendable {
        case percent, votes, none
    }

    public var box: LayerBox
    public var figures: Figures
    /// How long the result stays after the end.
    public var resultFor: MediaTime

    public init(
        box: LayerBox = Self.standardBox, figures: Figures = .percent, resultFor: MediaTime = .seconds(6)
    ) {
        self.box = box
        self.figures = figures
        self.resultFor = resultFor
    }
}
