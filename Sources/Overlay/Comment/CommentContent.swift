import Show
import Typeset

/// What a comment says on screen: two that read the same share one sprite.
struct CommentContent: Hashable, Sendable {
    let author: PlainText?
    let text: PlainText

    init(_ comment: Comment) {
        let author = PlainText(comment.author ?? "", limit: 40)
        self.author = author.isEmpty ? nil : author
        // More characters than three lines can hold, so that what is too long ends in an ellipsis of the layout.
        text = PlainText(comment.text, limit: 240)
    }
}

/// The same as one row of the ticker, which is another sprite.
struct TickerRowContent: Hashable, Sendable {
    let comment: CommentContent

    init(_ comment: CommentContent) { self.comment = comment }
}
