import FFmpegKit

/// How long something may still take once it was asked to end.
struct Grace: Sendable {
    private let duration: Duration
    private let request: Interrupt

    /// - Parameter request: What asks it to.
    init(_ duration: Duration, after request: Interrupt) {
        (self.duration, self.request) = (duration, request)
    }

    /// Suspends until it is over.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before.
    func wait() async throws {
        await request.wait()
        try Task.checkCancellation()
        try await Task.sleep(for: rest)
    }

    /// How much of it is left; negative when it is over.
    var rest: Duration { duration - (request.age ?? .zero) }
}
