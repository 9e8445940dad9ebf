public import Access

extension PublishServer {
    /// Where to listen, and who may publish.
    public struct Configuration: Sendable {
        public var endpoints: [Endpoint]

        /// What URLs have between host and key, e.g. `live`; may have several parts.
        public var application: String

        /// At least one.
        public var keys: [StreamKey]

        public var takeover: Takeover = .replace
        public var limits = IngestLimits()

        public init(endpoints: [Endpoint], application: String = "live", keys: [StreamKey]) {
            precondition(!keys.isEmpty, "without a stream key nobody could publish")
            (self.endpoints, self.application, self.keys) = (endpoints, application, keys)
        }
    }

    /// An address to listen on.
    public struct Endpoint: Hashable, Sendable {
        /// A name or an IP address; `0.0.0.0` for all of IPv4, `::` for all.
        public var host: String

        /// 0 for any that is free; see ``PublishServer/endpoints``.
        public var port: Int

        /// With files, RTMPS; without, RTMP.
        public var tls: TLSFiles?

        public init(host: String, port: Int, tls: TLSFiles? = nil) {
            (self.host, self.port, self.tls) = (host, port, tls)
        }

        /// The URL to publish to, without the key.
        public func url(application: String) -> String {
            let host = host.contains(":") ? "[\(host)]" : host
            return "\(tls == nil ? "rtmp" : "rtmps")://\(host):\(port)/\(application)"
        }
    }

    /// What happens when a second publisher comes with a right key.
    public enum Takeover: String, CaseIterable, Hashable, Sendable {
        /// It takes over: a phone that lost its network comes back on a new connection while the old one still seems alive.
        /// One that was replaced and keeps trying to come back is turned away while the other one sends, so that two
        /// encoders that reconnect by themselves don't take turns for ever.
        case replace
        /// It is turned away.
        case reject
    }
}

/// Why a ``PublishServer`` can't start.
public struct PublishServerError: Error, Sendable {
    public enum Code: Hashable, Sendable {
        /// The address is taken, or isn't this machine's.
        case cannotListen
        /// A certificate or key can't be read.
        case badCertificate
    }

    public let code: Code
    /// What went wrong and what to do.
    public let message: String
    public let cause: any Error
}

extension PublishServerError: CustomStringConvertible {
    public var description: String { message }
}

extension String {
    /// The text as a sentence begins.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
