/// Why a programme doesn't go to a destination, or not any more.
package struct PushFailure: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The network or the server is away, breaks off, or doesn't keep to the protocol: soon it may be otherwise.
        case away
        /// The server refuses the stream key or the permission: it will say the same again until a person has done something.
        case refused
    }

    package let kind: Kind

    /// The end of a sentence whose subject is the destination, without secrets. It may have the server's own words in it, printable
    /// and short.
    package let words: String

    package init(_ kind: Kind, _ words: String) { (self.kind, self.words) = (kind, words) }
}

extension PushFailure: CustomStringConvertible {
    package var description: String { words }
}

extension PushFailure {
    /// What a server says by a status (RTMP 1.0, 7.2.2), in its own words.
    ///
    /// - Parameter text: Without the stream key.
    init(code: String, text: String) {
        let said = [code, text].filter { !$0.isEmpty }.joined(separator: ", ")
        self.init(
            Self.isRefusal(code, text) ? .refused : .away,
            said.isEmpty ? "it refuses without a word" : "it says: \(said)")
    }

    /// Codes end with what went wrong. `Failed` and `Closed` are the server's own trouble.
    private static let refusals: Set<String> = ["BadName", "Denied", "Rejected", "InvalidApp", "Unauthorized"]

    private static func isRefusal(_ code: String, _ text: String) -> Bool {
        guard let end = code.split(separator: ".").last, refusals.contains(String(end)) else { return false }
        // nginx-rtmp and others say BadName, "Already publishing", until they have noticed that a connection of ours has died.
        return !text.lowercased().contains("already")
    }
}
