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

    /// How late packets of such a source may come though nothing is wrong, in nanoseconds.
    ///
    /// HLS comes in segments. In MPEG-TS up to 0.35 s of sound are one packet, as FFmpeg and OBS write it
    /// (libavformat/mpegtsenc.c), and all of them come when the last is made; a file may be such a one.
    public var usualJitterBuffer: Int64 {
        switch self {
        case .listen: 100_000_000
        case .pull(let stream) where stream.isSegmented: 1_000_000_000
        case .pull(let stream) where stream.isTransportStream: 450_000_000
        case .pull: 100_000_000
        case .file: 450_000_000
        }
    }
}
