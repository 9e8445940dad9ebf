/// A discount by code.
public struct Coupon: Hashable, Sendable {
    public var code: String
    /// E.g. `10 % off from ¥5,000`.
    public var condition: LocalizedText?
    /// When it ends: it leaves the screen then.
    public var expires: WallTime?
    /// Where it is redeemed.
    public var url: String?

    public init(code: String, condition: LocalizedText? = nil, expires: WallTime? = nil, url: String? = nil) {
        self.code = code
        self.condition = condition
        self.expires = expires
        self.url = url
    }

    /// What its QR code says.
    public var qrPayload: String { url ?? code }
}
