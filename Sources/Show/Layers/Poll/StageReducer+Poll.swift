extension StageReducer {
    mutating func perform(_ action: PollAction, _ rules: ShowRules) {
        switch action {
        case .open(let poll):
            let end = poll.duration.map { tick + rules.ticks($0) }
            put(PollRound(poll: poll, endsAt: end, votedAt: tick), \.poll)
            due[.poll] = end
        case .vote(let option, let count, _):
            guard var tally = contents.poll.current.map({ $0.votes.map { _ in 0 } }), tally.indices.contains(option)
            else { return }
            tally[option] = count
            vote(tally)
        case .close: close(rules)
        }
    }

    /// Counts votes for each option of the open poll.
    mutating func vote(_ tally: [Int]) {
        guard var round = contents.poll.current, round.closedAt == nil, tally.count == round.votes.count else { return }
        if round.votedAt != tick { round.votesBefore = round.votes }
        for (option, count) in tally.enumerated() {
            round.votes[option] = round.votes[option].saturatingSum(count)
        }
        round.votedAt = tick
        contents.poll.current = round
    }

    mutating func pollIsDue(_ rules: ShowRules) {
        guard contents.poll.current?.closedAt == nil else { return hidePoll() }
        close(rules)
    }

    mutating func hidePoll() {
        put(nil, \.poll)
        due[.poll] = nil
    }

    private mutating func close(_ rules: ShowRules) {
        guard contents.poll.current?.closedAt == nil, let poll = contents.poll.current?.poll else { return }
        contents.poll.current?.closedAt = tick
        due[.poll] = tick + rules.pollResult
        if let winner = contents.poll.current?.winner {
            if let product = poll.options[winner].product { perform(PriceAction.show(product), rules) }
            for action in poll.options[winner].events { perform(action, rules) }
        }
        for action in poll.onEnd { perform(action, rules) }
    }

    /// Refuses votes for what can't be voted for.
    func check(_ action: PollAction) throws(EventError) {
        switch action {
        case .open: break
        case .vote(let option, _, let poll):
            let round = try openPoll(poll)
            guard !round.votes.indices.contains(option) else { break }
            throw EventError("option", "the poll has \(round.votes.count) options, this is number \(option + 1)")
        case .close(let poll): _ = try openPoll(poll)
        }
    }

    private func openPoll(_ id: String?) throws(EventError) -> PollRound {
        guard let round = contents.poll.current, round.closedAt == nil else {
            throw EventError("poll", "no poll is open")
        }
        guard let id, id != round.poll.id else { return round }
        throw EventError("poll", "poll \(quoted(id)) isn't open")
    }
}
