/// What happens to a poll.
public enum PollAction: Hashable, Sendable {
    case open(Poll)
    /// So many votes, at least 1, for the option of this number, from 0.
    ///
    /// - pollID: The poll they are meant for; `nil` for the one that is open.
    case vote(option: Int, count: Int = 1, pollID: String? = nil)
    /// Ends voting: the result is shown, and what the poll says happens.
    case close(pollID: String? = nil)
}

extension PollAction {
    private static let poll = EventKey.text("poll", limit: 128, "The poll's id; absent for the one that is open.")
    private static let option = EventKey.integer("option", in: 1...4, "Its number, from 1.")
    private static let count = EventKey.integer("count", in: 1...1_000_000_000, "Votes.").with(default: 1)

    private static let onlyOpening = "only opening a poll can follow from another event"

    static let description = EventDescription(
        "A question to the viewers, and their votes.",
        [
            EventForm(
                "open", isDefault: true, keys: Poll.keys,
                "Asks a question; its `id` names the poll. When it ends, the winning option's product is shown.",
                #"{"type": "poll", "id": "p-1", "question": "Which colour next?", "options": ["White", "Black"], "duration": 30}"#
            ),
            EventForm(
                "vote", keys: [poll.optional, option.required, count.optional], followRefusal: onlyOpening,
                "Counts votes for an option.",
                #"{"type": "poll", "action": "vote", "option": 2, "count": 7}"#),
            EventForm(
                "close", keys: [poll.optional], followRefusal: onlyOpening, "Ends voting, and shows the result.",
                #"{"type": "poll", "action": "close"}"#),
        ])

    init(_ fields: EventFields, id: String?) throws(EventError) {
        let action = try fields.choice("action", among: ["open", "vote", "close"]) ?? "open"
        let reason = "action is \"\(action)\""
        if action != "open" { try fields.refuse(["question", "options", "duration", "onEnd"], where: reason) }
        if action != "vote" { try fields.refuse(["option", "count"], where: reason) }
        if action == "open" { try fields.refuse(["poll"], where: reason) }
        let poll = try fields.read(Self.poll)
        switch action {
        case "open": self = .open(try Poll(fields, id: id))
        case "vote":
            let option = try fields.require(Self.option)
            self = .vote(option: option - 1, count: try fields.read(Self.count) ?? 1, pollID: poll)
        default: self = .close(pollID: poll)
        }
    }
}
