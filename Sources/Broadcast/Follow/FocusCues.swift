import Follow
import MediaModel
import Show

/// What a show's events, in their order, mean to a crop that follows.
struct FocusCues {
    private var ids: Set<String> = []
    private var last: String?

    /// - Returns: `nil` for an event that means nothing to it.
    mutating func command(for event: ShowEvent) -> FollowCommand? {
        switch event.action {
        case .focus(let focus):
            if let id = event.id, !ids.insert(id).inserted { return nil }
            last = event.id
            return .focus(x: focus.x, seconds: focus.duration.seconds)
        case .undo(let id) where id == last:
            last = nil
            return .endFocus
        default: return nil
        }
    }
}
