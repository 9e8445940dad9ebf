/// Why the server stops talking with a publisher: what was wrong, in one sentence that says what to do.
///
/// The text goes to the publisher and to the log, so it never has a stream key, nor anything else as it was received.
public struct ProtocolError: Error, Hashable, Sendable {
    public let reason: RefusalReason

    /// One sentence.
    public let message: String

    public init(_ reason: RefusalReason, _ message: String) {
        (self.reason, self.message) = (reason, message)
    }
}

extension ProtocolError: CustomStringConvertible {
    public var description: String { message }
}

/// The kinds of refusals, as they are counted.
public enum RefusalReason: String, CaseIterable, Hashable, Sendable {
    /// As many connections as are allowed, all of them from the newcomer's address or publishing.
    case connectionLimit
    /// Closed for a newcomer from elsewhere, before it published.
    case evicted
    case handshakeTimeout
    case publishTimeout
    /// Bytes that aren't RTMP, or break its rules.
    case malformed
    /// More than ``IngestLimits`` allow.
    case limit
    case wrongApplication
    case wrongKey
    /// Another publisher is on air, and takeovers are off, or that one took over from this one.
    case busy
    /// Nothing but a codec that isn't supported.
    case codec
    /// Nothing but what can't be decoded, for want of a sequence header that can be read.
    case configuration
    /// It wanted to play.
    case player
}
