/// A poll on screen.
public struct PollRound: Hashable, Sendable {
    public var poll: Poll
    /// The tick that voting ends at by itself; `nil` if an event has to end it.
    public var endsAt: Int?
    /// The tick that voting has ended at; `nil` while it is open.
    public var closedAt: Int?
    /// For each option.
    public var votes: [Int]
    /// For each option, until `votedAt`: what the bars grow from.
    public var votesBefore: [Int]
    /// The tick of the last vote.
    public var votedAt: Int

    public init(
        poll: Poll, endsAt: Int? = nil, closedAt: Int? = nil, votes: [Int]? = nil, votesBefore: [Int]? = nil,
        votedAt: Int = 0
    ) {
        self.poll = poll
        self.endsAt = endsAt
        self.closedAt = closedAt
        self.votes = votes ?? poll.options.map { _ in 0 }
        self.votesBefore = votesBefore ?? self.votes
        self.votedAt = votedAt
    }

    /// The option with the most votes, the first of several; `nil` without a vote.
    public var leader: Int? {
        guard let most = votes.max(), most > 0 else { return nil }
        return votes.firstIndex(of: most)
    }

    /// The option that has won; `nil` while the poll is open.
    public var winner: Int? { closedAt == nil ? nil : leader }
}
