/// What a webhook may be told of, by the names that subscribers and `type` use.
package enum WebhookEventType: String, CaseIterable, Codable, Sendable {
    case ready, source, takeover, overload, disk, segment, committed, refused, preset
    case destinationUp = "destination.up"
    case destinationDown = "destination.down"
    case clipReady = "clip.ready"
    case clipFailed = "clip.failed"
    case warning, upload, finished, dropped

    /// Whether a later event of this type makes an earlier one worthless: it says how things are, not what was done.
    var isState: Bool { self == .source || self == .overload || self == .preset }

    /// Whether it stays in the outbox whatever there is, as a show has few of them.
    var isKept: Bool { self == .ready || self == .finished || self == .dropped }

    /// Whether subscribers who name nothing are told. A segment comes every second or two, and few want to hear of each.
    var isUsual: Bool { self != .segment }

    /// What has happened, and what is in `data` besides `time`: a row of docs/webhooks.md.
    package var summary: (meaning: String, data: String) {
        switch self {
        case .ready: ("publishers can come, or the source is open", "`publish`: their addresses, without keys")
        case .source:
            (
                "what viewers see of the source has changed",
                "`state`: `waiting`, `live`, `frozen`, `slate` or `finished`; `because`, for the slate: `nothingComes`, "
                    + "`picturesPause` or `isWanted`"
            )
        case .takeover: ("a second publisher has taken the first one's place", "`by`: its address")
        case .overload:
            (
                "the programme does without more than before for want of CPU, or without less",
                "`from` and `to`: the steps"
            )
        case .disk:
            (
                "something can't be written, and the programme goes on without it",
                "`fault`: `slow`, `presentation`, `eventLog` or `sourceRecording`; `place`; `text`, if there is more to say"
            )
        case .segment: ("a segment of the first rendition is whole; only for who names it", "`sequence`: its number")
        case .committed:
            ("show events are on screen", "`count`; `hearts` among them; `ids`: the first hundred; `time`: theirs")
        case .refused: ("a show event can't be committed", "`id`, if it has one; `error`: why")
        case .preset: ("another preset draws the show", "`name`")
        case .destinationUp:
            ("a destination takes the programme", "`name`; `answer`: its own words, or `null`")
        case .destinationDown:
            (
                "a destination doesn't take the programme, or not any more",
                "`name`; `cause`: why, with its own words; `isRefused`: whether it refuses key or permission"
            )
        case .clipReady:
            (
                "a clip that was asked for is whole",
                "`id`; `file`: its movie in the show's folder; `from` and `to`: its media time"
            )
        case .clipFailed: ("a clip that was asked for can't be made", "`id`; `error`: why")
        case .warning: ("what a person should know", "`text`: a sentence")
        case .upload:
            (
                "the show's upload lags behind, has caught up, or has lost a file",
                "`state`: `behind`, `caught-up` or `lost`; `error`: why; `file`: the lost one's name"
            )
        case .finished:
            (
                "the broadcast is over, and all of it is written; nothing comes after it",
                "`status`: the exit status that it has earned; `error`: what went wrong, in a sentence, or `null`"
            )
        case .dropped:
            (
                "the outbox was full: these events are lost to this address; comes unasked",
                "`count`; `types`: how many of each; `null` for events of which nobody knows how many they were"
            )
        }
    }
}
