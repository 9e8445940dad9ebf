public import FFmpegKit
public import Ingest

/// Where a live programme's media comes from.
public enum LiveInput: Sendable {
    /// A publisher that comes to us over RTMP or RTMPS.
    case listen(PublishServer.Configuration)
    /// Another machine's stream; or, over SRT as a listener, one that another machine sends here.
    case pull(NetworkStream)
    /// A file, played at its own speed.
    case file(path: String, loops: Bool)
}
