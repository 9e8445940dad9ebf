/// Bytes that aren't the boxes they claim to be (ISO 14496-12): which box, where, and why.
public struct BoxError: Error, Hashable, Sendable {
    /// The box's path from the file, e.g. `moof/traf/trun`; empty at the file's own level.
    public let path: String

    /// Of the box's first byte, from the start of the bytes read.
    public let offset: Int

    /// What is wrong with it.
    public let message: String

    public init(path: String, offset: Int, message: String) {
        (self.path, self.offset, self.message) = (path, offset, message)
    }
}

extension BoxError: CustomStringConvertible {
    /// One line, e.g. `moof/traf/trun at byte 92: 3000000000 samples`.
    public var description: String { "\(path.isEmpty ? "the file" : path) at byte \(offset): \(message)" }
}
