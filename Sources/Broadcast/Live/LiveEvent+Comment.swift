import Lines
import Show

extension LiveEvent {
    /// The event as it may be kept beside the show: a comment without the words that the show masks, so that drawing it again
    /// gives the same pictures, and nobody reads what viewers mustn't.
    ///
    /// - Parameter reducer: Of the show that it was committed to.
    func masked(by reducer: ShowReducer) -> LiveEvent {
        guard let comment = reducer.maskedComment(of: event), case .comment(.show(_, let isPinned)) = event.action
        else {
            return self
        }
        struct Encoded: Encodable {
            let type = "comment"
            let id, author: String?
            let text: String
            let pin: Bool?
        }
        var masked = event
        masked.action = .comment(.show(comment, isPinned: isPinned))
        let encoded = Encoded(id: event.id, author: comment.author, text: comment.text, pin: isPinned ? true : nil)
        return LiveEvent(masked, json: encoded.jsonLine)
    }
}
