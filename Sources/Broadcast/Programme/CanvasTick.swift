import FFmpegKit

/// One tick's canvas on its way to the encoders, with what belongs to the tick.
struct CanvasTick: Sendable {
    let frame: SharedFrame
    let tick: Int
    /// `nil` where nobody waits for the tick's time: in a render.
    var timing: TickTiming?
    /// What the tick's picture says in closed captions, in triplets. A canvas may be handed out on several ticks; they are of one.
    var captions: [UInt8] = []
}

/// When a tick of a broadcast was composed. It goes with the canvas through the encoder to the part, since what is composed
/// earlier may be put up for viewers earlier by just as much.
struct TickTiming: Hashable, Sendable {
    /// How long before its own time the tick was to be composed, in nanoseconds (``ComposerLead``).
    let lead: Int64
    /// When its canvas was there, on the programme's clock, in nanoseconds.
    let composed: Int64
}
