/// How a source is, as whoever sends it needs to know: what was measured, whether it will do, and what to do about it.
public struct CheckupReport: Encodable, Hashable, Sendable {
    public enum State: String, Encodable, Sendable, CaseIterable {
        case good
        /// A show can be made of it, and would look or sound better otherwise.
        case hint
        /// Viewers will notice.
        case bad
    }

    public struct Finding: Encodable, Hashable, Sendable {
        /// What it is about, for machines, e.g. `loudness`.
        public var key: String
        public var name: String
        public var state: State
        /// What was measured, in the unit of the words; `nil` where it is no number.
        public var value: Double?
        /// What was found, in words.
        public var detail: String
        /// What to do; `nil` for nothing.
        public var advice: String?
    }

    public struct Section: Encodable, Hashable, Sendable {
        public var title: String
        public var findings: [Finding]
    }

    /// The file, or the address without what may be a key.
    public var source: String
    /// So many seconds of it were looked at.
    public var duration: Double
    public var sections: [Section]

    public func count(of state: State) -> Int { sections.flatMap(\.findings).count { $0.state == state } }
}
