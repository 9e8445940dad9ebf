import Glibc

/// A port of this machine where somebody seems to be, and nobody ever answers.
public final class SilentServer: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Connections are made, and no byte comes.
        case saysNothing
        /// Not even connections are made: as from a machine behind a firewall that drops what it doesn't like.
        case hearsNothing
    }

    public let port: Int
    private let descriptor: Int32
    /// They fill what the system holds for a program that doesn't take its connections.
    private let fillers: [Int32]

    public init(_ kind: Kind) {
        let descriptor = Self.makeSocket()
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                _ = getsockname(descriptor, address, &length)
            }
        }
        listen(descriptor, kind == .saysNothing ? 16 : 0)
        port = Int(in_port_t(bigEndian: address.sin_port))
        var fillers: [Int32] = []
        if kind == .hearsNothing {
            for _ in 0..<4 {
                let filler = Self.makeSocket(SOCK_NONBLOCK)
                withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(filler, $0, length) }
                }
                fillers.append(filler)
            }
        }
        (self.descriptor, self.fillers) = (descriptor, fillers)
    }

    private static func makeSocket(_ option: __socket_type? = nil) -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | (option?.rawValue ?? 0)), 0)
    }

    deinit {
        for descriptor in fillers + [descriptor] { close(descriptor) }
    }
}
