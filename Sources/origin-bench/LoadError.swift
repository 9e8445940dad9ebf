import Glibc

/// Why the load can't be made, in a sentence.
struct LoadError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// What the last system call said.
    static func systemMessage() -> String { String(cString: strerror(errno)) }
}
