/// Who is selling.
public struct Nameplate: Hashable, Sendable {
    public var name: LocalizedText
    /// What they are, e.g. `Stylist`.
    public var title: LocalizedText?

    public init(name: LocalizedText, title: LocalizedText? = nil) {
        (self.name, self.title) = (name, title)
    }
}
