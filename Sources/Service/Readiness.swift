/// What `/readyz` asks: whether new viewers may be sent here.
public struct Readiness: Sendable {
    /// `nil`: whether the origin lists a segment.
    let isReady: (@Sendable () -> Bool)?
    /// Whether the show is about to end: from then on nobody new is sent here.
    let isStopping: @Sendable () -> Bool

    public init(
        isReady: (@Sendable () -> Bool)? = nil, isStopping: @escaping @Sendable () -> Bool = { false }
    ) {
        (self.isReady, self.isStopping) = (isReady, isStopping)
    }
}
