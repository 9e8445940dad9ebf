extension Nameplate {
    private static let name = EventKey.localizedText("name", limit: 60, "Who it is.")
    private static let title = EventKey.localizedText("title", limit: 80, "What they are, e.g. Stylist.")

    static let description = EventDescription(
        "Who is selling.",
        [
            EventForm(
                "show", isDefault: true, keys: [name.required, title.optional], "Names somebody.",
                #"{"type": "nameplate", "name": "Mia Sato", "title": "Stylist"}"#),
            EventForm("hide", "Takes the name away.", #"{"type": "nameplate", "action": "hide"}"#),
        ])

    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["name", "title"]) else { return nil }
        self.init(name: try fields.require(Self.name), title: try fields.read(Self.title))
    }
}
