/// What is known of an address that is told what happens.
public struct WebhookState: Sendable {
    /// Its scheme, host and port; with a number if there are several of them.
    public let name: String
    /// Events that it is still to be told of.
    public let waiting: Int
    /// Events that it has taken.
    public let delivered: Int
    /// Attempts that failed.
    public let failures: Int
    /// Events that found no room in its outbox.
    public let lost: Int
    /// Why the last attempt failed; `nil` after one that didn't.
    public let failure: String?
    /// Whether it answered that nobody is there any more (410).
    public let isGone: Bool
}
