extension Comment {
    /// The comment as viewers may see it.
    func masked(by mask: WordMask) -> Comment {
        Comment(id: id, author: author.map(mask.masked), text: mask.masked(text))
    }
}

extension CommentAction {
    /// The same with the comment that it brings as viewers may see it.
    func masked(by mask: WordMask) -> CommentAction {
        guard case .show(let comment, let isPinned) = self else { return self }
        return .show(comment.masked(by: mask), isPinned: isPinned)
    }
}

extension CommentsReducer {
    /// Hides words in the comments that are there.
    mutating func mask(by mask: WordMask) {
        for path in [\CommentsReducer.pinned, \.pinnedBefore] {
            self[keyPath: path].current = self[keyPath: path].current?.masked(by: mask)
            self[keyPath: path].previous = self[keyPath: path].previous?.masked(by: mask)
        }
        for index in recent.indices { recent[index].comment = recent[index].comment.masked(by: mask) }
    }
}

extension ShowReducer {
    /// What a comment says once its words are masked; `nil` for any other event, and where nothing is masked.
    ///
    /// Whoever keeps or passes on an event keeps this: what a show has masked must not be read beside it.
    public func maskedComment(of event: ShowEvent) -> Comment? {
        guard case .comment(.show(let comment, _)) = event.action else { return nil }
        let masked = comment.masked(by: rules.mask)
        return masked == comment ? nil : masked
    }
}
