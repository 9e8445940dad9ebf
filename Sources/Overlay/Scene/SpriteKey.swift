/// What a cached sprite shows: any value that says all it depends on, together with its layer's style.
struct SpriteKey: Hashable {
    /// The layer's number in its preset, which stands for its style.
    private let layer: Int
    private let content: AnyHashable

    init(layer: Int, _ content: some Hashable & Sendable) {
        self.layer = layer
        self.content = AnyHashable(content)
    }
}

// Only sendable values get into `content`, which is never changed: see `init`.
extension SpriteKey: @unchecked Sendable {}
