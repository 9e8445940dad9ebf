public import MediaModel

/// A clip that was asked for while the show goes on.
public struct LiveClip: Hashable, Sendable {
    public enum State: Hashable, Sendable {
        /// What it shows isn't all on the disk yet, or others are before it.
        case waiting
        case cutting
        /// Its file is a path in the show's folder, or a whole one where clips are put elsewhere.
        case ready(file: String, ClipRecord)
        case failed(String)
    }

    public let id: String
    /// Media time of the running programme.
    public let from, to: MediaTime
    /// Whether it has no overlays.
    public let isClean: Bool
    public internal(set) var state: State

    /// Why no clip is made of what was asked for.
    public struct Refusal: Error, Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// Of times that make no sense.
            case range
            /// Others are to be made first.
            case busy
            /// The programme is over, or keeps nothing that such a clip could be cut from.
            case unavailable
        }

        public let kind: Kind
        public let sentence: String

        public init(_ kind: Kind, _ sentence: String) { (self.kind, self.sentence) = (kind, sentence) }
    }
}
