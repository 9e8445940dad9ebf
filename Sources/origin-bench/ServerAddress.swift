import Glibc

/// Where an origin's main playlist is: `http://host:port/path`.
struct ServerAddress {
    let host: String
    let port: UInt16
    /// From the server's root, with its slash.
    let path: String

    private let address: sockaddr_in

    /// - Throws: ``LoadError`` for another scheme, or a host that has no IPv4 address.
    init(_ url: String) throws(LoadError) {
        let expected = "\(url): expected http://host:port/master.m3u8"
        guard url.hasPrefix("http://") else { throw LoadError(expected) }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" }
        let fields = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(fields.count), !fields[0].isEmpty,
            let port = UInt16(fields.count == 2 ? fields[1] : "80")
        else { throw LoadError(expected) }
        host = String(fields[0])
        self.port = port
        path = rest.count > authority.count ? String(rest.dropFirst(authority.count)) : "/master.m3u8"

        var hints = addrinfo()
        hints.ai_family = AF_INET
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, "\(port)", &hints, &found) == 0, let found else {
            throw LoadError("\(host): no such host")
        }
        address = found.pointee.ai_addr.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { $0.pointee }
        freeaddrinfo(found)
    }

    /// The absolute path of what a playlist at `base` calls `reference`. No `..`, which our origin never writes.
    static func resolve(_ reference: String, against base: String) -> String {
        if reference.hasPrefix("/") { return reference }
        let path = base.prefix { $0 != "?" }
        guard let slash = path.lastIndex(of: "/") else { return "/" + reference }
        return path[...slash] + reference
    }

    /// Opens a connection, and returns its socket, which doesn't block.
    func connect() throws(LoadError) -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw LoadError("socket: \(LoadError.systemMessage())") }
        var address = address
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let reason = LoadError.systemMessage()
            close(descriptor)
            throw LoadError("can't connect to \(host):\(port): \(reason)")
        }
        // A request is one small packet, which mustn't wait for an answer to the one before.
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return descriptor
    }
}

extension ServerAddress {
    /// Returns what is at `path`, uncompressed. Waits 5 seconds at most for each piece.
    func fetchText(_ path: String) throws(LoadError) -> String {
        let descriptor = try connect()
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let request = "GET \(path) HTTP/1.1\r\nHost: \(host):\(port)\r\nConnection: close\r\n\r\n"
        _ = request.withCString { send(descriptor, $0, request.utf8.count, Int32(MSG_NOSIGNAL)) }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1_024)
        while true {
            if let head = answer.withUnsafeBytes({ ResponseHead($0) }) {
                guard head.status == 200 else { throw LoadError("\(path): status \(head.status)") }
                if let length = head.contentLength, answer.count >= head.length + length {
                    return String(decoding: answer[head.length..<(head.length + length)], as: UTF8.self)
                }
            }
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0, answer.count < 8 << 20 else {
                throw LoadError("\(path): no whole answer with Content-Length")
            }
            answer += chunk.prefix(count)
        }
    }
}
