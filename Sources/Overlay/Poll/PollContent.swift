import Show
import Typeset

/// What a poll's card says, apart from its figures.
struct PollContent: Hashable, Sendable {
    let question: PlainText
    /// 2 to 4.
    let options: [PlainText]

    init(_ poll: Poll, language: String) {
        question = PlainText(poll.question.text(in: language), limit: 120)
        options = poll.options.prefix(4).map { PlainText($0.text.text(in: language), limit: 80) }
    }
}
