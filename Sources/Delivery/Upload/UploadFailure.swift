import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// Why a file couldn't be stored, in one sentence without secrets.
public struct UploadFailure: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable {
        /// The server, or the way to it, is away or busy: the same again helps.
        case away
        /// It says no, and will until somebody changes something.
        case refused
        /// It never takes this one file, and may take others.
        case unfit
    }

    public let kind: Kind
    public let description: String
    /// What the server asks to wait, if it does.
    let pause: Duration?

    init(_ kind: Kind, _ description: String, pause: Duration? = nil) {
        (self.kind, self.description, self.pause) = (kind, description, pause)
    }
}

// MARK: - What a server says

extension UploadFailure {
    /// Longer than that nobody is believed to want to be left alone.
    private static let longestPause = 300

    /// - Parameters:
    ///   - answer: Not a success.
    ///   - name: The file.
    ///   - host: Whom it was sent to.
    init(_ answer: UploadAnswer, to name: String, at address: UploadAddress, host: String) {
        let (location, complaint) = (address.location(of: name), answer.complaint)
        let words = [complaint.code, complaint.message].filter { !$0.isEmpty }.joined(separator: ": ")
        let said = ["\(answer.status)", words].filter { !$0.isEmpty }.joined(separator: " ")
        switch (answer.status, complaint.code) {
        case (_, "SlowDown"), (429, _), (408, _), (_, "RequestTimeout"):
            self.init(.away, "\(host) is busy (\(said))", pause: Self.pause(answer))
        case (501, _), (505, _), (405, _):
            self.init(.refused, "\(location): \(host) doesn't take files by PUT (\(said))")
        case (500..., _):
            self.init(.away, "\(host) fails (\(said))", pause: Self.pause(answer))
        case (413, _), (_, "EntityTooLarge"):
            self.init(.unfit, "\(location): \(host) takes no file of that size (\(said))")
        case (_, "NoSuchBucket"):
            self.init(.refused, "\(address.location): there is no such bucket at \(host): make it, or mend its name")
        case (300..<400, _), (_, "AuthorizationHeaderMalformed"):
            let place = complaint.region.map { "region=\($0)" } ?? complaint.endpoint.map { "endpoint=https://\($0)" }
            let advice = place.map { "; add \($0) to the address" } ?? ""
            self.init(.refused, "\(location): it isn't at \(host) (\(said))\(advice)")
        case (_, "RequestTimeTooSkewed"):
            self.init(.refused, "\(location): this machine's clock is wrong (\(said)): set it")
        case (401, _), (403, _):
            self.init(.refused, "\(location): not allowed (\(said)): look at the keys, and at what they may do")
        case (409, ""):
            self.init(.refused, "\(location): the server has no such folder and makes none (\(said))")
        default:
            self.init(.refused, "\(location): refused (\(said))")
        }
    }

    private static func pause(_ answer: UploadAnswer) -> Duration? {
        answer.retryAfter.map { .seconds(min(max($0, 0), longestPause)) }
    }
}

// MARK: - What happens on the way

extension UploadFailure {
    /// - Parameters:
    ///   - error: Of the client's.
    ///   - host: Whom it wanted to reach.
    init(_ error: any Error, host: String) {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") || error is NIOSSLExtraError {
            self.init(
                .refused,
                "\(host) shows a certificate that isn't trusted here, or is another host's: AWS_CA_BUNDLE may name a file of authorities"
            )
            return
        }
        self.init(.away, "\(host) can't be reached: \(Self.words(error))")
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError
        where [.connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout]
            .contains(error):
            return "no answer in time"
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            return "the connection was closed"
        // Its other descriptions may have a header in them.
        case let error as HTTPClientError: return error.shortDescription
        case let error as NIOConnectionError:
            let causes = error.connectionErrors.map(\.error)
            return causes.isEmpty ? "its name can't be looked up" : words(causes[causes.count - 1])
        case let error as IOError: return String(cString: strerror(error.errnoCode)).lowercased()
        case is ChannelError: return "no answer in time"
        default: return String("\(error)".prefix(200))
        }
    }
}
