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
    public internal(set) var failure: String?
    /// Whether the peer refuses the key or the permission.
    public internal(set) var isRefused = false
    /// What the peer said when it took the stream; empty over SRT, which says nothing.
    public internal(set) var answer: String?
    /// Bytes that were handed to the network.
    public internal(set) var bytes = 0
    /// Groups of pictures that it couldn't keep up with, and the pictures in them.
    public internal(set) var droppedGroups = 0
    public internal(set) var droppedPictures = 0
    /// How often it has taken the stream again after the first time.
    public internal(set) var reconnects = 0

    init(name: String, address: String, rung: String, phase: Phase) {
        (self.name, self.address, self.rung, self.phase) = (name, address, rung, phase)
    }
}
