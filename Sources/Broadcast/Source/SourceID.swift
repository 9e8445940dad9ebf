/// Tells a programme's sources apart.
struct SourceID: Hashable, Sendable {
    /// As logs and metrics would have it.
    let name: String

    /// The one that every programme has.
    static let main = SourceID(name: "main")
}
