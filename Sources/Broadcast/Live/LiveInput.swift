public import FFmpegKit

/// Where a live programme's media comes from.
public enum LiveInput: Sendable {
    /// Another machine's stream; or, over SRT as a listener, one that another machine sends here.
    case pull(NetworkStream)
    /// A file, played at its own speed.
    case file(path: String, loops: Bool)
}
