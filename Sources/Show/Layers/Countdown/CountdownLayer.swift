public import MediaModel

/// The time that is left until a sale, or in a round of work or rest.
public struct CountdownLayer: LayerDescriptor {
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

extension CountdownLayer {
    public static var standard: CountdownLayer { CountdownLayer() }
    public static var summary: String { "The time that is left until a sale, or in a round of work or rest." }
    public var layer: Layer { .countdown(self) }

    public var textColors: [TextColors] { [.onPlate(scale: 1), .onAccent("the last seconds' figures")] }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.choice("layout", &layout, "The label above the digits, or before them")
        keys.duration(
            "urgentBelow", &urgentBelow, inMilliseconds: 0...3_600_000,
            "With so much left it is shown in the accent colours")
        keys.duration("zeroFor", &zeroFor, inMilliseconds: 0...60_000, "How long zero stays")
    }

    public func addExample(to show: inout ExampleShow) {
        let label = show.text(
            "終了まで", "Ends in", long: ("年末タイムセール第二弾の終了まで あと", "The second end-of-year sale ends in"))
        let seconds = show.isLong ? 35_999 : 754
        let end = ExampleShow.tick + seconds * show.frameRate.framesPerSecond
        show.state.countdown = Timed(
            current: CountdownRun(
                countdown: Countdown(.duration(.seconds(Int64(seconds))), label: .plain(label)),
                phase: CountdownRun.Phase(start: 0, end: end)))
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("countdown", show.countdown.current) { report, run in
            report.text("label", run.countdown.label)
            report.choice("phase", run.phase.kind)
            report.count("round", run.phase.round)
            report.count("rounds", run.rounds)
            report.instant("phaseEnd", tick: run.phase.end)
            report.instant("end", tick: run.zeroAt)
        }
    }
}
