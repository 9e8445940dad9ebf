/// Who is selling.
public struct Nameplate: Hashable, Sendable {
    public var name: String
    /// What they are, e.g. `Stylist`.
    public var title: String?

    public init(name: String, title: String? = nil) {
        (self.name, self.title) = (name, title)
    }
}
