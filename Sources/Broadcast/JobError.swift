/// Why a job can't be done or go on, in words for the person who started it.
public struct JobError: Error, Sendable {
    /// What kind of failure it is, for exit statuses and metrics. A struct, so that kinds can be added.
    public struct Code: Hashable, Sendable {
        public let name: String

        /// The input isn't there or can't be opened.
        public static let inputNotFound = Code(name: "input-not-found")
        /// The input was read, and can't be used.
        public static let inputUnusable = Code(name: "input-unusable")
        /// The input's colours can't be shown: another setting of the encoder mends it.
        public static let unreadableColors = Code(name: "unreadable-colors")
        /// The output can't be created, or can't be written any further.
        public static let outputNotWritable = Code(name: "output-not-writable")
        /// Another machine, or an address of this one, can't be had.
        public static let unavailable = Code(name: "unavailable")
        /// What was asked for contradicts itself or this machine.
        public static let usage = Code(name: "usage")
        /// Something is left to do, and the same again, or what the message names, does it.
        public static let unfinished = Code(name: "unfinished")
        /// A fault of ours.
        public static let `internal` = Code(name: "internal")
    }

    public let code: Code
    /// One sentence: what went wrong, where, and what to do.
    public let message: String
    public let cause: (any Error)?

    public init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        (self.code, self.message, self.cause) = (code, message, cause)
    }
}

extension JobError: CustomStringConvertible {
    /// The message, then the chain of causes.
    public var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
