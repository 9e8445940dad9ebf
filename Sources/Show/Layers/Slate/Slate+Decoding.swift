extension Slate {
    private static let kind = EventKey.choice(
        "kind", among: Kind.allCases.map(\.rawValue), "Why the show isn't seen; it has its own words.")
    private static let text = EventKey.localizedText("text", limit: 80, "In place of the kind's own words.")
    private static let until = EventKey.end(
        "until", in: 1...86_400, "When it goes by itself, in seconds or as an absolute time; it counts down to that.")

    static let description = EventDescription(
        "A picture over all of the canvas.",
        [
            EventForm(
                "show", isDefault: true, keys: [kind.required, text.optional, until.optional], "Covers the show.",
                #"{"type": "slate", "kind": "back-soon", "until": 120}"#),
            EventForm("hide", "Takes it away.", #"{"type": "slate", "action": "hide"}"#),
        ])

    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["kind", "text", "until"]) else { return nil }
        let name = try fields.require(Self.kind)
        self.init(
            Kind(rawValue: name) ?? .backSoon, text: try fields.read(Self.text), until: try fields.read(Self.until))
    }
}
