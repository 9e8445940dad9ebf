/// All that a report says of a show: what its events and the broadcast's own record add up to.
public struct ShowAccount: Sendable {
    /// Seconds, from the first picture to the end.
    public var duration = 0.0
    /// When the first picture was shown, in milliseconds since 1970; `nil` if nothing tells.
    public var start: Int64?

    public var hearts = Activity()
    public var comments = Activity()
    public var votes = Activity()
    /// How many comments were taken away again: they aren't among ``comments``.
    public var removedCommentCount = 0
    public var eventCount = 0

    /// In the order in which they were on screen.
    public var products: [ProductSpan] = []
    public var polls: [PollResult] = []
    public var coupons: [CouponSpan] = []
    public var auctions: [AuctionResult] = []

    /// One each ten seconds; empty where there is no record.
    public var audience: [AudiencePoint] = []
    /// Of all runs together.
    public var viewerCount = 0
    public var watchedSeconds = 0.0
    public var sentBytes = 0
    /// `nil` where no player sends CMCD.
    public var players: PlayerSample?
    public var troubles: [TroubleSpan] = []
    /// Whether there is a record at all.
    public var hasRecord = false

    /// The moments that people liked most.
    public var peaks: [Peak] = []

    /// What else whoever reads the report should know of it.
    public var remarks: [Remark] = []

    public init() {}
}

/// What is missing in a report, or why it may be wrong.
public enum Remark: Hashable, Sendable {
    /// The broadcast has no end yet: it goes on, or was cut off.
    case isUnfinished
    /// The last line of a file was broken off.
    case brokenOff(file: String)
    /// Lines that can't be read: how many, the first one's number, and what is wrong with that.
    case unreadable(file: String, count: Int, first: Int, reason: String)
    /// Events that couldn't be written when they happened.
    case missingEvents(Int)
    /// There is no record: nothing is known of viewers and of the source.
    case noRecord
    /// So many runs, one after the other.
    case runs(Int)
    /// Trouble beyond what is listed.
    case moreTrouble(Int)
    /// Only the last part of the show is kept.
    case lacksBeginning
    /// Moments whose pictures aren't printed, as each shows a comment that was removed.
    case hiddenPictures(Int)
    /// Parts of the recording are lost.
    case gaps(seconds: Double)
}

/// A moment that people liked more than what was around it.
public struct Peak: Hashable, Sendable {
    /// Seconds of the show.
    public let start, end: Double
    /// When most came.
    public let at: Double
    /// How much came from start to end.
    public let hearts, comments, votes: Int
    /// By how many robust standard deviations it stands out.
    public let score: Double
    /// A JPEG file; `nil` where the recording has no picture of it.
    public var picture: [UInt8]?

    /// - Parameter range: In seconds of the show, like `at`.
    public init(_ range: ClosedRange<Double>, at: Double, score: Double, in account: ShowAccount, picture: [UInt8]?) {
        (start, end) = (range.lowerBound, range.upperBound)
        (self.at, self.score, self.picture) = (at, score, picture)
        let seconds = Int(start)..<max(Int(start) + 1, Int(end))
        hearts = account.hearts.sum(seconds)
        comments = account.comments.sum(seconds)
        votes = account.votes.sum(seconds)
    }
}
