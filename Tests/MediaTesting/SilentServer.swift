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
        (descriptor, port) = LoopbackSocket.listen(backlog: kind == .saysNothing ? 16 : 0)
        var fillers: [Int32] = []
        if kind == .hearsNothing {
            let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
            for _ in 0..<4 {
                let filler = socket(AF_INET, type, 0)
                withUnsafePointer(to: LoopbackSocket.loopback(port: port)) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        _ = connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                fillers.append(filler)
            }
        }
        self.fillers = fillers
    }

    deinit {
        for descriptor in fillers + [descriptor] { close(descriptor) }
    }
}
