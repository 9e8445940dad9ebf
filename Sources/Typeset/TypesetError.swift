/// Drawing that failed: what was tried, and why.
public struct TypesetError: Error, Hashable, Sendable {
    /// The C function that failed, e.g. `cairo_image_surface_create`.
    public let operation: String
    /// Cairo's answer in words.
    public let reason: String

    init(operation: String, reason: String) {
        (self.operation, self.reason) = (operation, reason)
    }
}

extension TypesetError: CustomStringConvertible {
    public var description: String { "\(operation) failed: \(reason)" }
}
