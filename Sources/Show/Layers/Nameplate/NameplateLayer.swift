import MediaModel

/// Who is selling.
public struct NameplateLayer: LayerDescriptor {
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

extension NameplateLayer {
    public static var standard: NameplateLayer { NameplateLayer() }
    public static var summary: String { "Who is selling." }
    public var layer: Layer { .nameplate(self) }

    public mutating func visit(_ keys: inout some PresetKeys) {
        keys.map(
            "person", &nameplate, over: Nameplate(name: ""), named: nil, "Until an event says otherwise"
        ) { keys, person in
            keys.localizedText("name", &person.name, upTo: 60, "Who it is")
            keys.localizedText("title", &person.title, upTo: 80, "What they are")
        }
    }

    /// Whom the preset itself names is more typical than any example.
    public func addExample(to show: inout ExampleShow) {
        let example = Nameplate(
            name: .plain(
                show.text("佐藤 みき", "Mia Sato", long: ("インターナショナル 佐藤 みき", "Alexandra Montgomery-Featherstone"))),
            title: .plain(
                show.text(
                    "スタイリスト", "Stylist", long: ("トップスタイリスト 兼 バイヤー 兼 店長", "Senior stylist, buyer and shop manager"))))
        let own = show.isLong ? nil : nameplate
        show.state.nameplate = Timed(current: own ?? show.state.nameplate.current ?? example)
    }

    public static func report(_ show: ShowState, to report: inout some ShowReport) {
        report.object("nameplate", show.nameplate.current) { report, nameplate in
            report.text("name", nameplate.name)
            report.text("title", nameplate.title)
        }
    }
}
