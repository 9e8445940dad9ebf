/// What happens to the recap.
public enum RecapAction: Hashable, Sendable {
    /// Says what it says from now on, and shows it.
    case set(Recap)
    /// Shows it once, now.
    case show
    case hide
}

extension RecapAction {
    static let description = EventDescription(
        "What those who join late have missed.",
        [
            EventForm(
                "show", isDefault: true, keys: Recap.keys, "Says what it says from now on, and shows it.",
                #"{"type": "recap", "lines": ["Free shipping", "10 % off from 3 pieces"], "every": 300}"#),
            EventForm("show", isDefault: true, "Shows it once more.", #"{"type": "recap"}"#),
            EventForm("hide", "Takes it away until its next time.", #"{"type": "recap", "action": "hide"}"#),
        ])

    init(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "hide"]) ?? "show"
        guard fields.has("lines") else {
            try fields.refuse(["every", "duration"], where: "there are no lines")
            self = action == "show" ? .show : .hide
            return
        }
        try action == "hide" ? fields.refuse(["lines"], where: "action is \"hide\"") : ()
        self = .set(try Recap(fields))
    }
}

extension Recap {
    private static let lines = EventKey.localizedTexts(
        "lines", of: 1...3, "lines of text", limit: 60, "Up to three short ones.")
    private static let every = EventKey.seconds(
        "every", in: 10...86_400, "Seconds from one showing to the next; absent for on demand only.")
    private static let duration = EventKey.seconds("duration", in: 1...600, "Seconds of each showing.").with(default: 8)

    fileprivate static var keys: [EventForm.Key] { [lines.required, every.optional, duration.optional] }

    fileprivate init(_ fields: EventFields) throws(EventError) {
        self.init(lines: try fields.read(Self.lines) ?? [], every: try fields.read(Self.every))
        if let duration = try fields.read(Self.duration) { self.duration = duration }
        guard let every, every < duration else { return }
        throw fields.error("every", "shorter than the recap's duration")
    }
}
