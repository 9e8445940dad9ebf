import Foundation
import Ingest
import NIOSSL
import Synchronization

/// Whose certificates are believed. A server's certificate and its name are verified, always. Any thread.
package final class PushTrust: Sendable {
    private let roots: [NIOSSLCertificate]
    /// Made when it is first needed: the system's authorities are many.
    private let made = Mutex<NIOSSLContext?>(nil)

    /// - Parameter file: Certificates of authorities in PEM, which are believed besides the system's; `nil` for those alone. Blocks.
    /// - Throws: ``DestinationAddress/Failure`` if it can't be read, or has none.
    package init(file: String? = nil) throws(DestinationAddress.Failure) {
        guard let file else {
            roots = []
            return
        }
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw .init(description: "\(file) can't be read: expected certificates in PEM")
        }
        guard let roots = try? NIOSSLCertificate.fromPEMFile(file), !roots.isEmpty else {
            throw .init(description: "\(file) has no certificate: expected some in PEM, -----BEGIN CERTIFICATE-----")
        }
        self.roots = roots
    }

    /// Takes some milliseconds the first time.
    func context() throws(PushFailure) -> NIOSSLContext {
        do {
            return try made.withLock { made in
                if let made { return made }
                var configuration = TLSConfiguration.makeClientConfiguration()
                configuration.minimumTLSVersion = .tlsv12
                configuration.certificateVerification = .fullVerification
                if !roots.isEmpty { configuration.additionalTrustRoots = [.certificates(roots)] }
                let context = try NIOSSLContext(configuration: configuration)
                made = context
                return context
            }
        } catch {
            throw PushFailure(.away, "this machine's certificates of authorities can't be used: \(error)")
        }
    }

    /// What secures a connection to a host.
    static func makeHandler(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        // A number isn't a name: the certificate must have it as an address (RFC 6125, 1.7.2).
        let isName = (try? NIOSSLClientHandler(context: context, serverHostname: host)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isName ? host : nil)
    }

    /// Why no secured connection came to be; `nil` if it has nothing to do with that.
    static func words(for error: any Error, host: String) -> String? {
        if let extra = error as? NIOSSLExtraError, extra == .failedToValidateHostname {
            return "its certificate is for another name than \(host)"
        }
        if let error = error as? NIOSSLError {
            switch error {
            case .handshakeFailed(let cause):
                let text = "\(cause)"
                if text.contains("CERTIFICATE_VERIFY_FAILED") {
                    return
                        "its certificate is signed by nobody whom this machine knows, or has expired; --push-ca names others"
                }
                if text.contains("WRONG_VERSION_NUMBER") {
                    return "it doesn't speak TLS there: is it rtmp://, or another port?"
                }
                return "no secured connection: it and this machine don't agree on TLS"
            case .unableToValidateCertificate, .noCertificateToValidate, .cannotFindPeerIP:
                return "its certificate can't be verified"
            default: return "the secured connection is broken"
            }
        }
        return error is BoringSSLError ? "the secured connection is broken" : nil
    }
}
