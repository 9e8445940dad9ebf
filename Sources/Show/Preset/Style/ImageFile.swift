/// A picture that a preset names. It was there when the preset was read.
public struct ImageFile: Hashable, Sendable {
    /// Absolute, or relative to the process' folder.
    public var path: String

    public init(path: String) { self.path = path }
}
