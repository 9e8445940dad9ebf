package import MediaModel

/// Fetches what the verifier asks for, and knows the time.
///
/// A queue of events rather than a call that waits: many requests are under way at once, and their answers come in the
/// order of their arrival. So a test's origin with a clock of its own gives the same run every time.
package protocol MediaFetcher: AnyObject {
    /// On a clock that never goes back, and begins anywhere.
    var now: MediaTime { get }

    /// Sends a request, at once or when its time has come.
    func send(_ request: FetchRequest)

    /// Waits for the next answer; `nil` if no request is under way.
    func next() async -> FetchResult?
}

/// Something to fetch.
package struct FetchRequest: Hashable, Sendable {
    /// Tells the answers apart.
    package var id: Int
    /// An http or https address; or a path.
    package var address: String
    /// `nil` for all of it.
    package var range: Range<Int>?
    /// Whether a compressed answer will do.
    package var takesGzip: Bool
    /// Of the answer, unpacked: a longer one is given up.
    package var byteLimit: Int
    /// On the fetcher's clock.
    package var notBefore: MediaTime
    /// How long all of it may take once it was sent.
    package var patience: MediaTime

    package init(
        id: Int, address: String, range: Range<Int>? = nil, takesGzip: Bool = false,
        byteLimit: Int = FetchRequest.playlistByteLimit, notBefore: MediaTime = .zero,
        patience: MediaTime = .seconds(15)
    ) {
        (self.id, self.address, self.range, self.takesGzip) = (id, address, range, takesGzip)
        (self.byteLimit, self.notBefore, self.patience) = (byteLimit, notBefore, patience)
    }

    /// What a playlist may have at most: our parser's own limit.
    package static let playlistByteLimit = 16 << 20
    /// Ten seconds at 200 Mbit/s.
    package static let mediaByteLimit = 256 << 20
}

/// What came of a request.
package struct FetchResult: Sendable {
    package var request: FetchRequest
    package var sent, arrival: MediaTime
    package var outcome: Outcome

    package enum Outcome: Sendable {
        case response(FetchResponse)
        case failure(FetchFailure)
    }

    package init(request: FetchRequest, sent: MediaTime, arrival: MediaTime, outcome: Outcome) {
        (self.request, self.sent, self.arrival, self.outcome) = (request, sent, arrival, outcome)
    }

    package var response: FetchResponse? {
        if case .response(let response) = outcome { response } else { nil }
    }
}

package struct FetchResponse: Sendable {
    package var status: Int
    /// By name in small letters.
    package var headers: [String: String]
    /// Unpacked.
    package var body: [UInt8]
    /// Of the body as it came.
    package var wireByteCount: Int
    /// Where it was found in the end.
    package var address: String
    package var redirectCount: Int

    package init(
        status: Int = 200, headers: [String: String] = [:], body: [UInt8], wireByteCount: Int? = nil, address: String,
        redirectCount: Int = 0
    ) {
        (self.status, self.headers, self.body, self.address) = (status, headers, body, address)
        (self.wireByteCount, self.redirectCount) = (wireByteCount ?? body.count, redirectCount)
    }
}

/// Why there is no response at all.
package enum FetchFailure: Hashable, Sendable, CustomStringConvertible {
    /// Nobody answered, or the connection broke.
    case unreachable(String)
    case timedOut(MediaTime)
    case tooLong(byteLimit: Int)
    case tooManyRedirects
    /// It isn't packed as it says.
    case badEncoding(String)

    package var description: String {
        switch self {
        case .unreachable(let reason): "can't be reached: \(reason)"
        case .timedOut(let patience): "no whole answer within \(patience.seconds) s"
        case .tooLong(let limit): "more than \(limit) bytes"
        case .tooManyRedirects: "more than \(HTTPFetcher.maximumRedirectCount) redirects"
        case .badEncoding(let reason): "its Content-Encoding can't be undone: \(reason)"
        }
    }
}
