extension Coupon {
    private static let code = EventKey.text("code", limit: 40, "What a viewer types in.")
    private static let condition = EventKey.localizedText("condition", limit: 120, "E.g. 10 % off from ¥5,000.")
    private static let expires = EventKey.wallTime("expires", "When it ends: it leaves the screen then.")
    private static let url = EventKey.webAddress("url", "Where it is redeemed; what its QR code says.")

    static let description = EventDescription(
        "A discount by code.",
        [
            EventForm(
                "show", isDefault: true, keys: [code.required, condition.optional, expires.optional, url.optional],
                "Puts a coupon on screen.",
                #"{"type": "coupon", "code": "LIVE10", "condition": "10 % off from $50", "expires": "2026-11-22T21:00:00+09:00"}"#
            ),
            EventForm("hide", "Takes it away.", #"{"type": "coupon", "action": "hide"}"#),
        ])

    init?(_ fields: EventFields) throws(EventError) {
        guard try fields.isShow(refusing: ["code", "condition", "expires", "url"]) else { return nil }
        self.init(
            code: try fields.require(Self.code), condition: try fields.read(Self.condition),
            expires: try fields.read(Self.expires), url: try fields.read(Self.url))
    }
}
