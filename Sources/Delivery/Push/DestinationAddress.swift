import Access
import Foundation

/// Where a destination is: an address of RTMP, RTMPS or SRT, without the secrets that its owner is let in by.
package struct DestinationAddress: Hashable, Sendable {
    package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, of an address of which no more is shown than its beginning; and what was expected.
        package let description: String
    }

    enum Transport: Hashable, Sendable {
        /// What the address has after the host: of RTMP the application, which may have a query.
        case rtmp(application: String)
        case srt(SRTParameters)
    }

    let transport: Transport
    let isEncrypted: Bool
    /// A name, or an IP address without brackets.
    let host: String
    let port: Int
    /// Scheme, host, the port if one was given, and the first part of the path: what people are told.
    package let shown: String
    /// As it was given, without the options behind it.
    private let text: String

    /// - Throws: ``Failure``.
    init(_ text: String) throws(Failure) {
        let expected = "expected rtmps://host/app, rtmp://host/app or srt://host:port?mode=caller"
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["rtmp", "rtmps", "srt"].contains(scheme), let host = url.host, !host.isEmpty
        else {
            let scheme = text.prefix { $0 != ":" && $0 != "/" && $0 != "?" }
            throw Failure(
                description: text.contains("://") ? "\(scheme.prefix(16))://…: \(expected)" : "no address; \(expected)")
        }
        let place = "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
        guard url.user == nil, url.password == nil else {
            throw Failure(
                description: "\(place): a user and a password don't belong here, where every process list has them")
        }
        guard url.port.map({ 1...65_535 ~= $0 }) ?? true else {
            throw Failure(description: "\(place): expected a port from 1 to 65535")
        }
        self.host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        self.text = text
        if scheme == "srt" {
            guard let port = url.port else { throw Failure(description: "\(place): no port; \(expected)") }
            guard url.path.isEmpty || url.path == "/" else {
                throw Failure(description: "\(place)/…: SRT has no path; a stream id stands in streamid=")
            }
            let parameters = try SRTParameters(url.queryItems ?? [], place: place)
            (transport, self.port, shown) = (.srt(parameters), port, place)
            isEncrypted = false
            return
        }
        let parts = url.percentEncodedPath.split(separator: "/")
        guard let first = parts.first else { throw Failure(description: "\(place): no application; \(expected)") }
        let query = url.percentEncodedQuery.map { "?\($0)" } ?? ""
        transport = .rtmp(application: parts.joined(separator: "/") + query)
        isEncrypted = scheme == "rtmps"
        port = url.port ?? (isEncrypted ? 443 : 1_935)
        shown = "\(place)/\(first)"
    }

    /// As a server of RTMP is told it (`tcUrl`).
    var url: String {
        guard case .rtmp(let application) = transport else { return shown }
        let authority = shown.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)[2]
        return "\(isEncrypted ? "rtmps" : "rtmp")://\(authority)/\(application)"
    }

    /// Whether everybody on the way can read a stream key.
    package var showsKey: Bool {
        if case .rtmp = transport { return !isEncrypted && !LoopbackHost.matches(host) }
        return false
    }

    var isOverSRT: Bool { if case .srt = transport { true } else { false } }

    /// Whether its path may end with a stream key, as people are used to write it.
    var mayHaveKey: Bool {
        if case .rtmp(let application) = transport { return application.prefix { $0 != "?" }.contains("/") }
        return false
    }

    /// Whether a secret stands in it.
    func contains(_ secret: String) -> Bool {
        secret.utf8.count >= 4 && (text.contains(secret) || text.removingPercentEncoding?.contains(secret) ?? false)
    }
}

/// How a destination is called over SRT.
struct SRTParameters: Hashable, Sendable {
    /// How long the receiver waits for what is lost on the way, in milliseconds.
    var latency = 200
    /// Which stream of the receiver's it is, where it isn't a secret.
    var streamID: String?
    /// Of the cipher, in bytes; `nil` for the receiver's.
    var keyLength: Int?

    /// - Parameter place: The beginning of the address.
    init(_ items: [URLQueryItem], place: String) throws(DestinationAddress.Failure) {
        for item in items {
            let value = item.value ?? ""
            func failure(_ expected: String) -> DestinationAddress.Failure {
                .init(description: "\(place)?\(item.name)=: expected \(expected)")
            }
            switch item.name {
            case "mode":
                guard value == "caller" else { throw failure("caller: a destination is called, it doesn't call") }
            case "latency":
                guard let milliseconds = Int(value), 20...8_000 ~= milliseconds else {
                    throw failure("20 to 8000 milliseconds")
                }
                latency = milliseconds
            case "streamid":
                guard !value.isEmpty, value.utf8.count <= 512 else { throw failure("1 to 512 bytes") }
                streamID = value
            case "pbkeylen":
                guard let bytes = Int(value), [16, 24, 32].contains(bytes) else { throw failure("16, 24 or 32 bytes") }
                keyLength = bytes
            case "passphrase":
                throw .init(
                    description:
                        "\(place)?passphrase=: a passphrase doesn't belong here, where every process list has it; "
                        + "set TATECAST_PUSH_PASSPHRASE_ and the destination's name")
            default:
                throw .init(
                    description:
                        "\(place): there is no parameter \"\(item.name.prefix(32))\"; expected mode, latency, streamid "
                        + "or pbkeylen")
            }
        }
    }
}
