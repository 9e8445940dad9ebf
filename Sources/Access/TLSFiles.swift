public import NIOSSL

/// The names of the PEM files that a listener proves itself with.
public struct TLSFiles: Hashable, Sendable {
    /// The server's certificate, then those that vouch for it.
    public var certificate: String
    public var privateKey: String

    public init(certificate: String, privateKey: String) {
        (self.certificate, self.privateKey) = (certificate, privateKey)
    }

    /// Why the files can't be used: one sentence that says what to do.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
        public let cause: any Error
    }

    /// Reads both files, for TLS 1.2 and later. Blocks.
    ///
    /// - Throws: ``Fault`` if one of them can't be read, or they don't belong together: that is found out here, rather than by
    ///   the first peer.
    public func serverConfiguration() throws(Fault) -> TLSConfiguration {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(certificate)
            let key = try NIOSSLPrivateKey(file: privateKey, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch {
            throw Fault(
                description:
                    "can't use the certificate \(certificate) with the key \(privateKey): \(error). Both must be "
                    + "readable PEM files, and belong together.",
                cause: error)
        }
    }
}
