public import MediaModel

/// When something on screen ends by itself.
public enum EndTime: Hashable, Sendable {
    case wallTime(WallTime)
    /// So long after it came.
    case duration(MediaTime)

    /// The tick, for what comes on a tick; `nil` for an instant that there is no telling the tick of.
    func tick(from tick: Int, _ rules: ShowRules) -> Int? {
        switch self {
        case .wallTime(let instant): rules.tick(of: instant)
        case .duration(let duration): tick + rules.ticks(duration)
        }
    }
}
