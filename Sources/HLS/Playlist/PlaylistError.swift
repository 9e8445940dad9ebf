/// Text that isn't a playlist: the line at fault, and why.
public struct PlaylistError: Error, Hashable, Sendable {
    /// Counted from 1; 0 where the whole text is at fault.
    public let line: Int

    /// What is wrong with it.
    public let message: String

    public init(line: Int, message: String) {
        (self.line, self.message) = (line, message)
    }
}

extension PlaylistError: CustomStringConvertible {
    /// One line, e.g. `line 7: EXTINF without a duration`.
    public var description: String { line == 0 ? message : "line \(line): \(message)" }
}
