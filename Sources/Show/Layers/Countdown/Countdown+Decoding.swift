import MediaModel

extension Countdown {
    private static let to = EventKey.wallTime("to", "The instant of zero.")
    private static let seconds = EventKey.seconds("seconds", in: 1...86_400, "How long from now.")
    private static let rounds = EventKey.integer("rounds", in: 1...99, "Work and rest in turn, so many times.")
    private static let work = EventKey.seconds("work", in: 1...3_600, "Seconds.")
    private static let rest = EventKey.seconds("rest", in: 0...3_600, "Seconds.").with(default: 0)
    private static let label = EventKey.localizedText("label", limit: 60, "What it counts down to.")
    private static let onZero = EventKey.consequences("onZero", "What happens at zero.")

    static let description = EventDescription(
        "Time that runs out.", keys: [to, seconds, rounds, work, rest, label, onZero],
        [
            EventForm(
                "start", isDefault: true, keys: [to.required, label.optional, onZero.optional],
                "Counts down to an instant.",
                #"{"type": "countdown", "to": "2026-11-22T20:00:00+09:00", "label": "Sale starts in"}"#),
            EventForm(
                "start", isDefault: true, keys: [seconds.required, label.optional, onZero.optional],
                "Counts down from now.",
                #"{"type": "countdown", "seconds": 30, "label": "Ends in", "onZero": [{"type": "price", "action": "hide"}]}"#
            ),
            EventForm(
                "start", isDefault: true,
                keys: [rounds.required, work.required, rest.optional, label.optional, onZero.optional],
                "Counts rounds of work and rest; no rest after the last.",
                #"{"type": "countdown", "rounds": 8, "work": 20, "rest": 10}"#),
            EventForm(
                "stop", "Takes the countdown away; nothing happens at its zero.",
                #"{"type": "countdown", "action": "stop"}"#),
        ])

    /// `nil` where the event takes the countdown away.
    init?(_ fields: EventFields) throws(EventError) {
        let action = try fields.choice("action", among: ["start", "stop"]) ?? "start"
        guard action == "start" else {
            try fields.refuse(
                ["to", "seconds", "rounds", "work", "rest", "label", "onZero"], where: "action is \"stop\"")
            return nil
        }
        self.init(
            try Self.target(fields), label: try fields.read(Self.label), onZero: try fields.read(Self.onZero) ?? [])
    }

    private static func target(_ fields: EventFields) throws(EventError) -> Target {
        let given = ["to", "seconds", "rounds"].filter(fields.has)
        guard given.count == 1 else {
            throw fields.error(given.last ?? "to", "a countdown needs one of to, seconds and rounds")
        }
        if given[0] != "rounds" { try fields.refuse(["work", "rest"], where: "there are no rounds") }
        if let instant = try fields.read(to) { return .wallTime(instant) }
        if let duration = try fields.read(seconds) { return .duration(duration) }
        return .rounds(
            count: try fields.require(rounds), work: try fields.require(work), rest: try fields.read(rest) ?? .zero)
    }
}
