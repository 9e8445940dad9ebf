/// What an ``Uploader``'s time passes by: the system's clock, or one of a test's.
struct UploadClock: Sendable {
    let now: @Sendable () -> ContinuousClock.Instant
    /// Returns then, or when the task is cancelled.
    let sleep: @Sendable (_ end: ContinuousClock.Instant) async -> Void

    static let system = UploadClock(
        now: { .now },
        sleep: { end in
            // It fails only if the task is cancelled.
            try? await Task.sleep(until: end, clock: .continuous)
        })
}
