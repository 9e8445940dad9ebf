public import MediaModel

/// One answer to a request for a rendition's playlist.
public struct LiveFetch: Hashable, Sendable {
    /// The playlist's, relative to the master playlist; without a query.
    public var path: String
    /// What followed the `?`.
    public var query: String
    /// Where it was found in the end, with its query; `nil` for `path`.
    public var address: String?
    /// When the request was sent, on a clock that never goes back.
    public var sent: MediaTime
    /// When the answer was there, on the same clock.
    public var arrival: MediaTime
    public var status: Int
    public var text: String

    public init(
        path: String, query: String = "", sent: MediaTime, arrival: MediaTime, status: Int = 200, text: String
    ) {
        (self.path, self.query, self.sent, self.arrival) = (path, query, sent, arrival)
        (self.status, self.text) = (status, text)
    }

    /// The directives of its query; `nil` for one that must be refused.
    var request: ReloadRequest? { try? ReloadRequest(query: query) }
}
