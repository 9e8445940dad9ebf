/// A live stream on another machine, or one that another machine sends here: what libavformat may do to read it.
///
/// Each kind of address allows its own protocols and containers alone, so that no answer from there, a playlist say,
/// can have FFmpeg read a file of this machine or call on its neighbours by another protocol.
public struct NetworkStream: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case realTimeMessaging
        case secureReliableTransport
        case liveStreaming
    }

    /// The address as it was given; it may hold a key.
    public let url: String
    let kind: Kind

    /// - Returns: `nil` unless it is `rtmp://`, `rtmps://`, `srt://`, `http://` or `https://`.
    public init?(url: String) {
        switch url.prefix(while: { $0 != ":" }).lowercased() {
        case "rtmp", "rtmps": kind = .realTimeMessaging
        case "srt": kind = .secureReliableTransport
        case "http", "https": kind = .liveStreaming
        default: return nil
        }
        guard url.dropFirst(url.prefix(while: { $0 != ":" }).count).hasPrefix("://"), !url.contains("\0") else {
            return nil
        }
        self.url = url
    }

    /// Whether it waits for another machine to send.
    public var isListener: Bool { kind == .secureReliableTransport && url.contains("mode=listener") }

    /// Whether it comes in segments, each as fast as the network carries it, rather than at its own speed.
    public var isSegmented: Bool { kind == .liveStreaming }

    /// Whether it is MPEG-TS, which packs several frames of sound together.
    public var isTransportStream: Bool { kind == .secureReliableTransport }

    /// The address up to its first path component, for logs. What follows may be a key.
    public var shownURL: String {
        // First of all: a parameter may have slashes, and be a key.
        let address = url.prefix { $0 != "?" && $0 != "#" }
        let parts = address.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count > 2 else { return "\(parts.first ?? "")" }
        let host = parts[2].split(separator: "@").last ?? ""
        let path = parts.count > 3 ? "/" + parts[3] : ""
        return "\(parts[0])//\(host)\(path)" + (parts.count > 4 ? "/…" : "")
    }

    var options: Options {
        // Two seconds to find all tracks: a publisher may have sound only every now and then.
        switch kind {
        case .realTimeMessaging:
            [
                "protocol_whitelist": "rtmp,rtmps,rtmpt,rtmpts,tcp,tls,crypto", "format_whitelist": "flv,live_flv",
                "rtmp_live": "live", "fflags": "nobuffer", "analyzeduration": "2000000",
            ]
        case .secureReliableTransport:
            [
                "protocol_whitelist": "srt", "format_whitelist": "mpegts", "fflags": "nobuffer",
                "analyzeduration": "2000000",
            ]
        case .liveStreaming:
            [
                "protocol_whitelist": "http,https,tcp,tls,crypto",
                "format_whitelist": "hls,mpegts,mov,aac,mp3,flv,matroska,webm", "analyzeduration": "2000000",
            ]
        }
    }
}
