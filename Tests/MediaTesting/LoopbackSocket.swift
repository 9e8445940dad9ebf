import Glibc

/// Blocking connections within this machine, for what no proper client or server would send.
public enum LoopbackSocket {
    /// Listens on any free port of this machine. Returns the descriptor, which the caller closes, and the port.
    ///
    /// - Parameter backlog: How many connections the system holds that nobody takes.
    public static func listen(backlog: Int32) -> (descriptor: Int32, port: Int) {
        let (descriptor, port) = refuse()
        precondition(Glibc.listen(descriptor, backlog) == 0, "no port")
        return (descriptor, port)
    }

    /// Takes any free port of this machine, on which nobody listens: whoever connects is refused. Returns the descriptor, which the caller
    /// closes, and the port.
    public static func refuse() -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                precondition(bind(descriptor, pointer, length) == 0, "no port")
                precondition(getsockname(descriptor, pointer, &length) == 0, "no port")
            }
        }
        return (descriptor, Int(in_port_t(bigEndian: address.sin_port)))
    }

    /// A port of this machine on which nobody listened just now.
    public static func freePort() -> Int {
        let (descriptor, port) = listen(backlog: 0)
        close(descriptor)
        return port
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return address
    }

    /// Connects to a port of this machine.
    ///
    /// - Parameters:
    ///   - receiveTimeout: Of one call, in seconds.
    ///   - sendTimeout: Likewise.
    /// - Returns: Its descriptor, which the caller closes; `nil` if nobody listens there, and `errno` says so.
    public static func connect(port: Int, receiveTimeout: Int, sendTimeout: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        for (option, seconds) in [(SO_RCVTIMEO, receiveTimeout), (SO_SNDTIMEO, sendTimeout)] {
            var timeout = timeval(tv_sec: seconds, tv_usec: 0)
            setsockopt(descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = loopback(port: port)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let error = errno
            close(descriptor)
            errno = error
            return nil
        }
        return descriptor
    }

    /// Sends all of it. Returns whether that worked; if not, `errno` says why.
    public static func send(_ bytes: some Collection<UInt8>, to descriptor: Int32) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
