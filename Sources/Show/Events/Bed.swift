public import MediaModel

/// What happens to the bed.
public enum BedAction: String, Hashable, Sendable, CaseIterable {
    case play, stop
    /// Goes over to the next of its files, from its beginning, and plays it.
    case next
}

extension BedAction {
    static let description = EventDescription(
        "Music under the voice: the bed of the preset's sound. Nothing where the preset has none.",
        [
            EventForm(
                "play", "Fades it in, in a second. It is where it would be had it played on.",
                #"{"type": "bed", "action": "play"}"#),
            EventForm("stop", "Fades it out, in a second.", #"{"type": "bed", "action": "stop"}"#),
            EventForm(
                "next", "Goes over to the next of its files, in half a second, and plays it from its beginning.",
                #"{"type": "bed", "action": "next"}"#),
        ])

    init(_ fields: EventFields) throws(EventError) {
        let names = Self.allCases.map(\.rawValue)
        let name = try fields.require("action", fields.choice("action", among: names))
        guard let action = Self(rawValue: name) else { throw fields.error("action", "unknown action") }
        self = action
    }
}

/// What the events so far have the bed do.
public struct BedState: Hashable, Sendable {
    public var isPlaying = true
    /// How often somebody asked for the next file.
    public var skips = 0
    /// When that was last, as media time; before the programme's beginning where it goes on with an earlier run's bed. From there on
    /// the files follow one another.
    public var begin = MediaTime.zero

    public init() {}

    mutating func perform(_ action: BedAction, at time: MediaTime) {
        switch action {
        case .play: isPlaying = true
        case .stop: isPlaying = false
        case .next: (isPlaying, skips, begin) = (true, skips + 1, time)
        }
    }
}
