import Foundation
import Service

/// A certificate of this machine's own, made by the command `openssl`.
struct TestCertificate {
    let files: OriginServer.TLSFiles
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        files = OriginServer.TLSFiles(
            certificate: folder.appending(path: "cert.pem").path, privateKey: folder.appending(path: "key.pem").path)
        let openssl = Process()
        openssl.executableURL = URL(filePath: "/usr/bin/env")
        openssl.arguments =
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
            .split(separator: " ").map(String.init) + ["-keyout", files.privateKey, "-out", files.certificate]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
