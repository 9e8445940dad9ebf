/// Why there can be no report, in a sentence for whoever asked for one.
public struct ReportError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// What it is to be made of isn't there, or can't be read.
        case notFound
        /// It is there, and isn't what a report can be made of.
        case unusable
        /// The report can't be written.
        case unwritable
    }

    public let code: Code
    public let message: String

    init(_ code: Code, _ message: String) { (self.code, self.message) = (code, message) }

    public var description: String { message }
}
