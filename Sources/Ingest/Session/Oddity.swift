/// Something of a publisher's that can't be used, and was dropped: the rest of what it sends still counts.
struct Oddity: Hashable, Sendable {
    let reason: DropReason

    /// One sentence, which never has a stream key, nor anything else as it was received.
    let message: String

    /// Whether the publisher was told as well, as whoever set it up can mend it.
    let isTold: Bool
}

/// Why messages are dropped, as they are counted.
public enum DropReason: String, CaseIterable, Hashable, Sendable {
    /// Cut off, or against the rules of its kind.
    case malformed
    /// More than ``IngestLimits`` allow.
    case limit
    /// A codec that isn't supported.
    case codec
    /// A sequence header that no decoder takes. The one before stays.
    case configuration
    /// Pictures or sound before their sequence header.
    case noConfiguration
    /// Metadata that can't be read.
    case metadata
    /// A command that has no place there, such as a second `connect`.
    case unexpected
    /// A type of message or command that nobody here knows.
    case unknown
}

extension DropReason {
    /// Why a message is dropped that raised an error.
    init(of error: ProtocolError) {
        switch error.reason {
        case .codec: self = .codec
        case .configuration: self = .configuration
        case .limit: self = .limit
        case .player: self = .unexpected
        default: self = .malformed
        }
    }

    /// Whether the publisher's user can do something about it.
    var isTold: Bool {
        switch self {
        case .codec, .configuration, .noConfiguration: true
        case .malformed, .limit, .metadata, .unexpected, .unknown: false
        }
    }
}

/// What a session has dropped, and has said of it.
struct DroppedMessages {
    private(set) var counts: [DropReason: Int] = [:]
    /// What was said already: each reason once for each kind of message.
    private var said: Set<Kind> = []
    /// Pictures and sounds before their sequence header: some of them may come first without harm.
    private var headerless: [MessageType: Int] = [:]

    private struct Kind: Hashable {
        var reason: DropReason
        var type: MessageType
    }

    /// Of one kind, pictures or sound: what doesn't end after some two seconds never will.
    static let manyUnits = 60

    /// Counts a message.
    ///
    /// - Parameter type: All that have no meaning count as one, so that what is remembered stays small.
    /// - Returns: Whether it is the first of its kind.
    mutating func add(_ reason: DropReason, of type: MessageType) -> Bool {
        counts[reason, default: 0] += 1
        return said.insert(Kind(reason: reason, type: reason == .unknown ? .unknown : type)).inserted
    }

    /// Counts a picture or sound that came before its sequence header.
    ///
    /// - Returns: Whether so many came that it has to be said.
    mutating func addHeaderless(_ type: MessageType) -> Bool {
        counts[.noConfiguration, default: 0] += 1
        headerless[type, default: 0] += 1
        return headerless[type] == Self.manyUnits
    }
}

extension MessageType {
    /// Not a type of RTMP's.
    fileprivate static let unknown = MessageType(rawValue: 0)
}
