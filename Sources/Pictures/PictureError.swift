/// Why a picture can't be shown: which, and what is wrong with it.
public struct PictureError: Error, Hashable, Sendable {
    /// The file's path, or what else the bytes came from.
    public let name: String
    /// Part of a sentence, e.g. `it is cut short`.
    public let reason: String

    init(_ name: String, _ reason: String) {
        (self.name, self.reason) = (name, reason)
    }
}

extension PictureError: CustomStringConvertible {
    public var description: String { "\(name) can't be shown: \(reason)" }
}
