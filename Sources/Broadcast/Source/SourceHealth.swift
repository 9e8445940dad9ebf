/// Decides what a live programme shows of its source, tick by tick. Pure.
///
/// The last picture stays while the source is there: while pictures or sound of it come. Where neither comes it stalls, and when
/// that lasts viewers are told so by the slate.
struct SourceHealth: Sendable {
    /// A source of which nothing has come for longer stalls. In nanoseconds.
    static let freeze: Int64 = 1_000_000_000
    /// A source that stalls longer than this is gone.
    static let loss: Int64 = 2_000_000_000

    private(set) var state = LiveStatus.SourceState.waiting
    /// Whether a source that is there is taken for gone, as its pictures have paused for longer than they may.
    private(set) var lacksPictures = false
    /// When the last new picture was shown.
    private var lastPicture: Int64?
    /// Since when a source that was gone is heard again.
    private var heardSince: Int64?
    private let longestPicturePause: Int64?

    /// - Parameter longestPicturePause: How long pictures alone may pause while the source is heard, in nanoseconds; `nil`: as long as
    ///   they like.
    init(longestPicturePause: Int64? = nil) {
        self.longestPicturePause = longestPicturePause
    }

    /// Takes a tick and returns what is shown on it.
    ///
    /// - Parameters:
    ///   - hasNewPicture: Whether the source's picture isn't that of the tick before.
    ///   - pulse: When something of the source came last, picture or sound; like `time`.
    ///   - time: The tick's, in nanoseconds.
    mutating func update(hasNewPicture: Bool, pulse: Int64 = .min, time: Int64) -> LiveStatus.SourceState {
        if hasNewPicture { lastPicture = time }
        guard let lastPicture else { return state }
        let age = time - min(time, max(lastPicture, pulse))
        if state == .slate, !lacksPictures, !isBack(hasNewPicture: hasNewPicture, age: age, at: time) { return state }
        state = age <= Self.freeze ? .live : age <= Self.loss ? .frozen : .slate
        lacksPictures = false
        if state != .slate, let longestPicturePause, time - lastPicture > longestPicturePause {
            (state, lacksPictures) = (.slate, true)
        }
        return state
    }

    /// Who comes back is heard a moment before the first picture comes, and the last one would only flash up.
    private mutating func isBack(hasNewPicture: Bool, age: Int64, at time: Int64) -> Bool {
        guard !hasNewPicture, age <= Self.freeze else {
            heardSince = nil
            return hasNewPicture
        }
        let since = heardSince ?? time
        heardSince = since
        guard time - since >= Self.loss else { return false }
        heardSince = nil
        return true
    }
}
