/// What is known of a destination.
public struct DestinationState: Sendable {
    public enum Phase: String, CaseIterable, Sendable {
        /// The programme hasn't begun.
        case waiting
        /// It is being asked to take the stream.
        case connecting
        /// It takes the stream.
        case up
        /// It is away or refuses; it is tried again soon.
        case down
        /// A person has stopped it, or the programme is over.
        case stopped
    }

    public let name: String
    /// Scheme, host, port and the first part of the path.
    public let address: String
    /// Of the rendition that it gets.
    public let rung: String
    public let phase: Phase
    /// Why it is down, with the peer's own words; `nil` while it is up, and before the first attempt has failed.
    public let failure: String?
    /// Whether the peer refuses the key or the permission.
    public let isRefused: Bool
    /// What the peer said when it took the stream; empty over SRT, which says nothing.
    public let answer: String?
    /// Bytes that were handed to the network.
    public let bytes: Int
    /// Groups of pictures that it couldn't keep up with, and the pictures in them.
    public let droppedGroups, droppedPictures: Int
    /// How often it has taken the stream again after the first time.
    public let reconnects: Int
}
