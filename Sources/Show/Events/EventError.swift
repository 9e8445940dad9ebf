/// Why an event was refused: which key, what was expected there, and what was found.
public struct EventError: Error, Hashable, Sendable {
    /// Where in the object, e.g. `product.price`; empty for the object itself.
    public let keyPath: String
    /// One sentence for the person who wrote the event, without a full stop.
    public let message: String

    public init(_ keyPath: String, _ message: String) {
        (self.keyPath, self.message) = (keyPath, message)
    }

    /// An error of the object as a whole.
    public init(_ message: String) { self.init("", message) }
}

extension EventError: CustomStringConvertible {
    /// One line, e.g. `product.price: expected a number from 0 to 1000000000000, found "3980"`.
    public var description: String { keyPath.isEmpty ? message : "\(keyPath): \(message)" }
}
