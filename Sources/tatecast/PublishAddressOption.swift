import Access
public import ArgumentParser
import Broadcast
import Foundation
public import Ingest
import Lines
import MediaModel

/// `--listen rtmp://host:port/app`, and the keys that publishers need, which come by the environment alone.
struct PublishAddressOption {
    private let endpoint: PublishServer.Endpoint
    private let application: String

    /// - Throws: ``JobError`` for what isn't such an address.
    ///
    /// - Parameter isTLSForOthers: Whether the certificate may be there without being for publishers.
    init(_ text: String, certificate: String?, key: String?, isTLSForOthers: Bool = false) throws(JobError) {
        let expected = "expected rtmp://host:port/app or rtmps://host:port/app, e.g. rtmp://0.0.0.0:1935/live"
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "rtmp" || scheme == "rtmps", let host = parts.host, !host.isEmpty
        else { throw JobError(.usage, "--listen \(text): \(expected)") }
        let application = parts.path.split(separator: "/").joined(separator: "/")
        guard !application.isEmpty else { throw JobError(.usage, "--listen \(text): no app; \(expected)") }
        guard parts.query == nil, parts.user == nil else {
            throw JobError(.usage, "--listen: the stream key doesn't belong here, but in TATECAST_STREAM_KEY")
        }
        var files: TLSFiles?
        if scheme == "rtmps" {
            guard let certificate, let key else {
                throw JobError(.usage, "--listen \(text): rtmps needs --tls-cert and --tls-key")
            }
            files = .init(certificate: certificate, privateKey: key)
        } else if certificate != nil || key != nil, !isTLSForOthers {
            throw JobError(.usage, "--listen \(text): --tls-cert and --tls-key are for rtmps:// and --serve")
        }
        let port = parts.port ?? (scheme == "rtmps" ? 443 : 1935)
        guard 0...65_535 ~= port else {
            throw JobError(
                .usage, "--listen \(text): there is no port \(port); expected 0 to 65535, 0 being any free one")
        }
        self.application = application
        endpoint = .init(
            host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")),
            port: port, tls: files)
    }

    /// - Throws: ``JobError`` without a stream key.
    func configuration(
        _ takeover: PublishServer.Takeover, limits: IngestLimits
    ) throws(JobError) -> PublishServer.Configuration {
        var keys: [StreamKey] = []
        if let main = try Secret.read("TATECAST_STREAM_KEY") { keys.append(StreamKey(secret: main)) }
        if let backup = try Secret.read("TATECAST_STREAM_KEY_BACKUP") {
            keys.append(StreamKey(name: "backup", secret: backup))
        }
        guard !keys.isEmpty else {
            throw JobError(
                .usage,
                "no stream key: set TATECAST_STREAM_KEY, or TATECAST_STREAM_KEY_FILE to a file that holds it, so that "
                    + "strangers can't publish")
        }
        var configuration = PublishServer.Configuration(endpoints: [endpoint], application: application, keys: keys)
        configuration.takeover = takeover
        configuration.limits = limits
        return configuration
    }
}

/// What must never stand on a command line, where everybody on the machine can read it.
enum Secret {
    /// The variable's value, or that of the file named by the variable with `_FILE` after its name; `nil` without either.
    static func read(_ name: String) throws(JobError) -> String? {
        let environment = ProcessInfo.processInfo.environment
        if let value = environment[name], !value.isEmpty {
            SecretMask.learn(value)
            return value
        }
        guard let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= 4_096 else {
            throw JobError(.inputNotFound, "\(name)_FILE: \(path) can't be read, or is larger than 4096 bytes")
        }
        let text: String
        do throws(TextEncoding.Failure) {
            text = try TextEncoding.text(data)
        } catch {
            throw JobError(.usage, "\(name)_FILE: \(path): \(error)")
        }
        let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !value.isEmpty else { throw JobError(.usage, "\(name)_FILE: \(path) is empty") }
        SecretMask.learn(value)
        return value
    }
}

extension PublishServer.Takeover: ExpressibleByArgument {}
