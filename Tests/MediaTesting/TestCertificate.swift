import Foundation

/// A certificate of this machine's own, signed by nobody else, made by the command `openssl`.
public struct TestCertificate: Sendable {
    /// Paths of PEM files.
    public let certificate, privateKey: String
    private let folder: URL

    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "cert.pem").path
        privateKey = folder.appending(path: "key.pem").path
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
            .split(separator: " ").map(String.init) + ["-keyout", privateKey, "-out", certificate]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    /// To be called when nobody reads it any more.
    public func remove() { try? FileManager.default.removeItem(at: folder) }
}
