public import Captions
import MediaModel

/// What happens to captions.
public enum CaptionAction: Hashable, Sendable {
    /// Shows one, or puts other words and times in the place of the one with its id and language.
    case show(CaptionUpdate)
    /// Takes one away, as far as viewers haven't got it.
    case remove(id: String, language: LanguageTag)

    public var language: LanguageTag {
        switch self {
        case .show(let update): update.language
        case .remove(_, let language): language
        }
    }
}

extension CaptionAction {
    private static let language = EventKey.language("language", "The language that it is in.")
    private static let text = EventKey.text(
        "text", limit: Caption.maximumLength,
        "What is said. Ruby is written as in WebVTT: `<ruby>漢字<rt>かんじ</rt></ruby>`; nothing else is marked up.")
    private static let from = EventKey.seconds(
        "from", in: 0...86_400,
        "When it begins, in seconds of media time. Absent: as an earlier event of this id said, or when the event is committed."
    )
    private static let to = EventKey.seconds(
        "to", in: 0...86_400,
        "When it ends, likewise. Absent: as an earlier event of this id said, or not known yet; then it ends where the next one begins, or after 10 s."
    )

    static let description = EventDescription(
        "What is said, for viewers to read: in the presentation as a subtitle track, and in the picture where the preset has a layer for it.",
        [
            EventForm(
                "show", isDefault: true, keys: [language.required, text.required, from.optional, to.optional],
                needsID: true, followRefusal: "a caption can't follow from another event",
                "Shows a caption. Another event with its `id` and `language` says it again, in other words or with other times: up to 20 a second.",
                #"{"type": "caption", "id": "c1", "language": "ja", "text": "本日限りの価格です", "from": 12.2, "to": 14}"#),
            EventForm(
                "remove", keys: [language.required], needsID: true,
                followRefusal: "a caption can't follow from another event",
                "Takes a caption away, as far as viewers haven't got it.",
                #"{"type": "caption", "id": "c1", "language": "ja", "action": "remove"}"#),
        ])

    /// - Parameter id: The event's, which names the caption.
    init(_ fields: EventFields, id: String?) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "remove"]) ?? "show"
        let id = try fields.require("id", id)
        let language = try fields.require(Self.language)
        guard action == "show" else {
            try fields.refuse(["text", "from", "to"], where: "action is \"remove\"")
            self = .remove(id: id, language: language)
            return
        }
        let update = CaptionUpdate(
            id: id, language: language, text: CaptionText(try fields.require(Self.text)),
            from: try fields.read(Self.from), to: try fields.read(Self.to))
        guard !update.text.isEmpty else { throw fields.error("text", "expected words to read") }
        if let from = update.from, let to = update.to, to <= from {
            throw fields.error("to", "the caption ends before it begins")
        }
        self = .show(update)
    }
}

extension EventKey<LanguageTag> {
    /// A language tag (BCP 47).
    fileprivate static func language(_ name: String, _ about: String) -> EventKey {
        EventKey(name, about, EventSchema.language) { (fields, key) throws(EventError) in
            guard let text = try fields.text(key, limit: LanguageTag.maximumLength) else { return nil }
            do throws(LanguageTagFault) {
                return try LanguageTag(text)
            } catch {
                throw fields.error(key, "\(error); found \(quoted(text))")
            }
        }
    }
}
