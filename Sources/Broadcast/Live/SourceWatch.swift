/// Decides what a live programme shows of its source, tick by tick. Pure.
///
/// The last picture stays while the source stalls; when nothing comes for longer, viewers are told so by the slate.
struct SourceWatch: Sendable {
    /// A picture that stays longer than this is a source that stalls. In nanoseconds.
    static let freeze: Int64 = 1_000_000_000
    /// A source that stalls longer than this is gone.
    static let loss: Int64 = 2_000_000_000

    private(set) var state = LiveStatus.SourceState.waiting
    /// When the last new picture was shown.
    private var lastPicture: Int64?

    /// Takes a tick and returns what is shown on it.
    ///
    /// - Parameters:
    ///   - hasNewPicture: Whether the source's picture isn't that of the tick before.
    ///   - time: The tick's, in nanoseconds.
    mutating func update(hasNewPicture: Bool, time: Int64) -> LiveStatus.SourceState {
        if hasNewPicture { lastPicture = time }
        if let lastPicture {
            let age = time - lastPicture
            state = age <= Self.freeze ? .live : age <= Self.loss ? .frozen : .slate
        }
        return state
    }
}
