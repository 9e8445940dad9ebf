extension MultivariantPlaylist {
    /// Something about the presentation as a whole (EXT-X-SESSION-DATA, RFC 8216bis 4.4.6.4).
    public struct SessionData: Hashable, Sendable {
        /// Exactly one of them (4.4.6.4).
        public enum Content: Hashable, Sendable {
            case value(String)
            /// Of a JSON file, relative to the playlist.
            case uri(String)
        }

        /// In reverse domain notation.
        public let id: String
        public let content: Content
        /// Of a value, as BCP 47 has it.
        public var language: String?

        public init(id: String, _ content: Content) { (self.id, self.content) = (id, content) }

        /// Where Apple's players find the chapters ("Providing JavaScript Object Notation (JSON) chapters").
        public static func chapters(_ uri: String) -> SessionData {
            SessionData(id: "com.apple.hls.chapters", .uri(uri))
        }
    }
}
