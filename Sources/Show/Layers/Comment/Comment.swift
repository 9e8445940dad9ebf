/// What a viewer wrote.
public struct Comment: Hashable, Sendable {
    /// Unique in the show; names the comment when it is pinned or removed later.
    public var id: String?
    public var author: String?
    public var text: String

    public init(id: String? = nil, author: String? = nil, text: String) {
        self.id = id
        self.author = author
        self.text = text
    }
}
