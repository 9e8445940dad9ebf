/// The comments on screen, with their words masked.
public struct CommentsState: Hashable, Sendable {
    /// The one that is read out. Where both have the same id, the comment was pinned all along.
    public var pinned: Timed<Comment>
    /// The last ones, pinned or not, from the oldest to the newest; at most ``maximumRecent``. Those that layers show
    /// no more, by their number or age, may still be among them.
    public var recent: [RecentComment]

    public static let maximumRecent = 24

    public init(pinned: Timed<Comment> = Timed(), recent: [RecentComment] = []) {
        (self.pinned, self.recent) = (pinned, recent)
    }
}

/// A comment and the tick that showed it first.
public struct RecentComment: Hashable, Sendable {
    public var comment: Comment
    public var shownAt: Int

    public init(comment: Comment, shownAt: Int) {
        (self.comment, self.shownAt) = (comment, shownAt)
    }
}
