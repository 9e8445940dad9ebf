/// What happens to viewers' comments.
public enum CommentAction: Hashable, Sendable {
    case show(Comment, isPinned: Bool = false)
    /// Pins a comment that was shown.
    case pin(id: String)
    /// `nil` for whichever is pinned.
    case unpin(id: String?)
    /// Takes a comment off the screen, for ever.
    case remove(id: String)
}

extension CommentAction {
    private static let author = EventKey.text("author", limit: 60, "Who wrote it.")
    private static let text = EventKey.text("text", limit: 500, "What they wrote.")
    private static let pin = EventKey.flag("pin", "Whether it is pinned at once.").with(default: false)

    static let description = EventDescription(
        "What viewers write.",
        [
            EventForm(
                "show", isDefault: true, keys: [author.optional, text.required, pin.optional],
                "Shows a comment; its `id` names it when it is pinned or removed later.",
                #"{"type": "comment", "id": "c-91", "author": "Mia", "text": "So cute 😍"}"#),
            EventForm(
                "pin", needsID: true, "Pins a comment that was shown.",
                #"{"type": "comment", "id": "c-91", "action": "pin"}"#),
            EventForm(
                "unpin", "Unpins the comment of this `id`, or whichever is pinned.",
                #"{"type": "comment", "action": "unpin"}"#),
            EventForm(
                "remove", needsID: true, "Takes a comment off the screen, for ever: also one that hasn't come yet.",
                #"{"type": "comment", "id": "c-91", "action": "remove"}"#),
        ])

    init(_ fields: EventFields, id: String?) throws(EventError) {
        let action = try fields.choice("action", among: ["show", "pin", "unpin", "remove"]) ?? "show"
        if action != "show" { try fields.refuse(["author", "text", "pin"], where: "action is \"\(action)\"") }
        switch action {
        case "show":
            let comment = Comment(
                id: id, author: try fields.read(Self.author), text: try fields.require(Self.text))
            self = .show(comment, isPinned: try fields.read(Self.pin) ?? false)
        case "pin": self = .pin(id: try fields.require("id", id))
        case "unpin": self = .unpin(id: id)
        default: self = .remove(id: try fields.require("id", id))
        }
    }
}
