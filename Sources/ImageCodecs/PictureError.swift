/// Why a picture can't be shown or written: which, and what is wrong with it.
public struct PictureError: Error, Hashable, Sendable {
    /// The file's path, or what else the bytes came from.
    public let name: String
    /// Part of a sentence, e.g. `it is cut short`.
    public let reason: String
    private let verb: String

    init(_ name: String, verb: String = "shown", _ reason: String) {
        (self.name, self.verb, self.reason) = (name, verb, reason)
    }
}

extension PictureError: CustomStringConvertible {
    public var description: String { "\(name) can't be \(verb): \(reason)" }
}
