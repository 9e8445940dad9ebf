/// How an upload is doing.
public struct UploadCounters: Sendable, Equatable {
    /// Files that were stored, playlists each time.
    public package(set) var stored = 0
    /// Files that were removed there.
    public package(set) var removed = 0
    /// Bytes of what was stored, as sent.
    public package(set) var bytes = 0
    /// Tries that failed and were, or will be, made again.
    public package(set) var retries = 0
    /// Segments that will never be stored.
    public package(set) var lost = 0
    /// Files that are still to be stored.
    public package(set) var pending = 0
    /// For how long the oldest of them has waited; zero if none does.
    public package(set) var behind: Duration = .zero
    /// Why the last try failed; `nil` after a success.
    public package(set) var failure: String?

    package init() {}
}

extension MetricSource {
    /// - Parameter counters: Of a show's upload.
    static func upload(_ counters: @escaping @Sendable () -> UploadCounters) -> [MetricSource] {
        [
            MetricSource(.counter, "upload_files", "Files that were stored elsewhere, playlists each time") {
                Double(counters().stored)
            },
            MetricSource(.counter, "upload_bytes", "Bytes that were stored elsewhere") {
                Double(counters().bytes)
            },
            MetricSource(.counter, "upload_retries", "Tries to store a file that failed") {
                Double(counters().retries)
            },
            MetricSource(.counter, "upload_lost", "Segments that will never be stored elsewhere") {
                Double(counters().lost)
            },
            MetricSource(.gauge, "upload_pending", "Files that are still to be stored elsewhere") {
                Double(counters().pending)
            },
            MetricSource(.gauge, "upload_behind_seconds", "For how long the oldest of them has waited") {
                counters().behind / .seconds(1)
            },
        ]
    }
}
