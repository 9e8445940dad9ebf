import Foundation
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
        var members: [String: Any] = ["type": "comment", "text": comment.text]
        members["id"] = event.id
        members["author"] = comment.author
        if isPinned { members["pin"] = true }
        var masked = event
        masked.action = .comment(.show(comment, isPinned: isPinned))
        // Text and flags can't fail to be written.
        let data = try? JSONSerialization.data(
            withJSONObject: members, options: [.sortedKeys, .withoutEscapingSlashes])
        return LiveEvent(masked, json: data.map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }
}
