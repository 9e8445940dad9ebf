import MediaModel
import Show

/// The ticker of a comment layer in luma samples and ticks.
struct TickerMetrics: Sendable {
    /// How many comments are shown.
    let count: Int
    /// Of one comment's plate.
    let rowHeight: Int
    /// From one comment to the next.
    let pitch: Int
    /// How long a new one takes to come in, and to push the others up.
    let push: Int
    /// How long one stays; `nil` for ever.
    let stay: Int?

    init(_ layer: CommentLayer, look: Look, frameRate: FrameRate) {
        count = max(0, min(10, layer.recent))
        rowHeight = Int((look.unit * 1.6).rounded(.up))
        pitch = rowHeight + Int((look.unit * 0.28).rounded(.up))
        push = max(1, frameRate.framesPerSecond / 4)
        stay = layer.recentFor > .zero ? max(1, frameRate.tick(nearest: layer.recentFor)) : nil
    }

    /// Of all of it, with the gap to what stands above.
    var height: Int { count * pitch }
}
