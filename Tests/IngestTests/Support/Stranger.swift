import Foundation

/// Somebody who connects from 127.0.0.66, sends what he likes and reads nothing.
final class Stranger: Sendable {
    struct Failure: Error {
        let operation: String
        let code: Int32
    }

    private let descriptor: Int32

    init(port: Int) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(operation: "socket", code: errno) }
        self.descriptor = descriptor
        var own = Self.address("127.0.0.66", port: 0)
        var server = Self.address("127.0.0.1", port: port)
        try Self.check("bind", withUnsafePointer(to: &own) { Self.with($0) { bind(descriptor, $0, $1) } })
        try Self.check("connect", withUnsafePointer(to: &server) { Self.with($0) { connect(descriptor, $0, $1) } })
    }

    deinit { close(descriptor) }

    /// Sends what there is room for. The other side may have closed.
    func send(_ bytes: [UInt8]) {
        _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }

    private static func address(_ host: String, port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return address
    }

    private static func with(
        _ address: UnsafePointer<sockaddr_in>, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }

    private static func check(_ operation: String, _ status: Int32) throws {
        guard status == 0 else { throw Failure(operation: operation, code: errno) }
    }
}
